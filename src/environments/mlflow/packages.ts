/** The files in which MLflow writes what a model needs, each read into one shape. */
import { requirementLines } from '../definition/requirement-line.ts';
import { isMapping, mappingOf, refuse } from './model-file.ts';

export type Source = { readonly kind: 'conda' | 'virtualenv' | 'requirements'; readonly file: string };

export type Packages = {
  readonly channels: readonly string[];
  /** Entries of a conda file other than its `pip` list, as written; the plan judges them. */
  readonly conda: readonly unknown[];
  /** Lines of a requirements file. */
  readonly pip: readonly string[];
};

/** What the flavour's `env` names, best first: one name in MLflow 1, a mapping since; then what MLflow writes anyway. */
export function sources(env: unknown): readonly Source[] {
  const named = isMapping(env) ? env : { conda: env };
  const text = (value: unknown, fallback: string) =>
    typeof value === 'string' && value !== '' && value !== 'null' ? value : fallback;
  return [
    { kind: 'conda', file: text(named.conda, 'conda.yaml') },
    { kind: 'virtualenv', file: text(named.virtualenv, 'python_env.yaml') },
    { kind: 'requirements', file: 'requirements.txt' },
  ];
}

export type Around = {
  /** The Python that the flavour was written with, for files that name none. */
  readonly python: string | undefined;
  /** The text of another file of the model. */
  readonly read: (name: string) => Promise<string | undefined>;
};

export async function packagesOf(source: Source, text: string, around: Around): Promise<Packages> {
  const packages = written(source, text, around);
  return { ...packages, pip: await included(packages.pip, source.file, around.read) };
}

function written({ kind, file }: Source, text: string, { python }: Around): Packages {
  const pythonEntry = (version: string | undefined) => (version === undefined ? [] : [`python=${version}`]);
  if (kind === 'requirements') {
    return { channels: [], conda: pythonEntry(python), pip: requirementLines(text) };
  }
  const content = mappingOf(text, file);
  const entries = listOf(content.dependencies, 'dependencies', file);
  if (kind === 'virtualenv') {
    const built = listOf(content.build_dependencies, 'build_dependencies', file);
    // The builder brings an installer of its own.
    const lines = linesOf([...built, ...entries], file).filter((line) => !/^pip\b/.test(line));
    const version = typeof content.python === 'string' && content.python !== '' ? content.python : python;
    return { channels: [], conda: pythonEntry(version), pip: lines };
  }
  const isPip = (entry: unknown) => isMapping(entry) && Object.keys(entry).join() === 'pip';
  return {
    channels: linesOf(listOf(content.channels, 'channels', file), file),
    conda: entries.filter((entry) => !isPip(entry)),
    pip: entries.filter(isPip).flatMap((entry) => {
      const lines = isMapping(entry) ? listOf(entry.pip, 'pip', file) : [];
      return linesOf(lines, file);
    }),
  };
}

/** Lines that name another requirements file of the model are replaced by that file's; it may name none in turn. */
async function included(
  lines: readonly string[],
  file: string,
  read: Around['read'],
): Promise<readonly string[]> {
  const parts = lines.map(async (line) => {
    const name = /^(?:-r|--requirement)[\s=]*(\S+)$/.exec(line)?.[1];
    if (name === undefined) return [line];
    const text = await read(name);
    if (text !== undefined) return requirementLines(text);
    throw refuse(`its file ${file} refers to the file '${name}', which is not there.`);
  });
  return (await Promise.all(parts)).flat();
}

function listOf(value: unknown, field: string, file: string): readonly unknown[] {
  if (value === undefined || value === '' || value === 'null') return [];
  if (Array.isArray(value)) return value;
  throw refuse(`its file ${file} has '${field}', which is not a list.`);
}

function linesOf(entries: readonly unknown[], file: string): string[] {
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return requirementLines(entry);
    throw refuse(
      `its file ${file} has the entry ${JSON.stringify(entry).slice(0, 120)}, which is not a text.`,
    );
  });
}
