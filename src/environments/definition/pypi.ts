/** A conda file in PyPI's words. */
import type { CondaFile } from './conda.ts';
import { type Clause, type MatchSpec, parseMatchSpec } from './match-spec.ts';
import { isReplacedByWorker, pypiName } from './names.ts';
import { anyPython, type PythonRequest, pythonRequest } from './python-request.ts';
import { canonicalName, canonicalRequirement, isPinned, requirementName } from './requirement-line.ts';

export type PypiDefinition = {
  readonly requirements: readonly string[];
  readonly python: PythonRequest;
  /** What differs from what conda would have done, for the user. */
  readonly warnings: readonly string[];
  /** What was decided silently, for the build log. */
  readonly notes: readonly string[];
};

/** @throws DomainError bad-argument for specs without a meaning on PyPI */
export function toPypi(file: CondaFile): PypiDefinition {
  const specs = file.dependencies.map(parseMatchSpec);
  const pip = withoutReplaced(file.pip);
  const overridden = new Set(pip.kept.filter(isPinned).map(requirementName));
  const packages = specs.filter(({ name }) => name !== 'python');
  const mapped = packages.map((spec) => ({ spec, name: pypiName(spec.name) }));
  const conda = withoutReplaced(
    mapped.flatMap(({ spec, name }) => (name === null ? [] : [`${name}${specifier(spec.clauses)}`])),
  );
  // conda hands the pip list to pip after its own work, so pip's version is the one that stays
  const kept = conda.kept.filter((line) => !overridden.has(requirementName(line)));
  return {
    requirements: unique([...kept, ...pip.kept].map(canonicalRequirement)),
    python: requestedPython(specs),
    warnings: warnings(file, packages),
    notes: [...conda.notes, ...pip.notes, ...renames(mapped), ...overrides(conda.kept, kept)],
  };
}

/** Drops what the worker replaces, with a note for each. */
export function withoutReplaced(lines: readonly string[]): {
  kept: readonly string[];
  notes: readonly string[];
} {
  const isDropped = (line: string) => isReplacedByWorker(requirementName(line) ?? '');
  return {
    kept: lines.filter((line) => !isDropped(line)),
    notes: lines.filter(isDropped).map((line) => `'${line}' is left out: the worker does its part itself`),
  };
}

function requestedPython(specs: readonly MatchSpec[]): PythonRequest {
  const clauses = specs.filter(({ name }) => name === 'python').flatMap((spec) => spec.clauses);
  return clauses.length === 0 ? anyPython : pythonRequest(clauses);
}

function warnings(file: CondaFile, packages: readonly MatchSpec[]): string[] {
  const native = packages.filter(({ name }) => pypiName(name) === null).map(({ name }) => name);
  const built = packages.filter(
    ({ name, build }) => build !== null && build !== '*' && pypiName(name) !== null,
  );
  const builds = built.map(({ name, build }) => `${name} (${build})`);
  return [
    ...list('Left out, because they are not Python packages', native),
    ...list('Build strings have no meaning on PyPI and were dropped', builds),
    ...list('Keys of the conda file that were ignored', file.ignored),
  ];
}

function list(what: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join(', ')}.`];
}

function renames(mapped: readonly { spec: MatchSpec; name: string | null }[]): string[] {
  return mapped
    .filter(({ spec, name }) => name !== null && canonicalName(name) !== canonicalName(spec.name))
    .map(({ spec, name }) => `'${spec.name}' is called '${name}' on PyPI`);
}

function overrides(before: readonly string[], after: readonly string[]): string[] {
  return before
    .filter((line) => !after.includes(line))
    .map((line) => `'${line}' gives way to the version in the pip list`);
}

function specifier(clauses: readonly Clause[]): string {
  return clauses.map(({ operator, version }) => `${operator}${version}`).join(',');
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
