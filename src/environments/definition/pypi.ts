/** A conda file in PyPI's words. */
import type { CondaFile } from './conda.ts';
import { type MatchSpec, matchSpecName, parseMatchSpec } from './match-spec.ts';
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
  // a native package may have a version that only conda understands, so that its name must do
  const native = file.dependencies.filter((entry) => pypiName(matchSpecName(entry) ?? '') === null);
  const specs = file.dependencies.filter((entry) => !native.includes(entry)).map(parseMatchSpec);
  const packages = specs.filter(({ name }) => name !== 'python');
  const pip = withoutReplaced(file.pip);
  const overridden = new Set(pip.kept.filter(isPinned).map(requirementName));
  const conda = withoutReplaced(packages.map(requirementOf));
  // conda hands the pip list to pip after its own work, so pip's version is the one that stays
  const kept = conda.kept.filter((line) => !overridden.has(requirementName(line)));
  return {
    requirements: [...new Set([...kept, ...pip.kept].map(canonicalRequirement))],
    python: requestedPython(specs),
    warnings: warnings(native.map(matchSpecName), packages, file.ignored),
    notes: [...conda.notes, ...pip.notes, ...renames(packages), ...overrides(conda.kept, kept)],
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

function warnings(
  native: readonly (string | undefined)[],
  packages: readonly MatchSpec[],
  ignored: readonly string[],
): string[] {
  const built = packages.filter(({ build }) => build !== null && build !== '*');
  return [
    ...list('Left out, because they are not Python packages', native),
    ...list(
      'Build strings have no meaning on PyPI and were dropped',
      built.map(({ name, build }) => `${name} (${build})`),
    ),
    ...list('Keys of the conda file that were ignored', ignored),
  ];
}

function list(what: string, items: readonly (string | undefined)[]): string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join(', ')}.`];
}

function renames(packages: readonly MatchSpec[]): string[] {
  return packages
    .filter(({ name }) => canonicalName(pypiName(name) ?? '') !== canonicalName(name))
    .map(({ name }) => `'${name}' is called '${pypiName(name)}' on PyPI`);
}

function overrides(before: readonly string[], after: readonly string[]): string[] {
  return before
    .filter((line) => !after.includes(line))
    .map((line) => `'${line}' gives way to the version in the pip list`);
}

function requirementOf({ name, clauses }: MatchSpec): string {
  return `${pypiName(name)}${clauses.map(({ operator, version }) => `${operator}${version}`).join(',')}`;
}
