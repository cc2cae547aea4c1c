/** Reads conda files: YAML or JSON in, plain lists out; a requirements.txt is told apart and kept as one. */
import { type Document, parseDocument } from 'yaml';
import { DomainError } from '../../domain/errors.ts';
import { checkRequirement, looksLikeRequirement, requirementLines } from './requirement-line.ts';

export type CondaFile = {
  readonly kind: 'conda';
  readonly channels: readonly string[];
  /** Match specs as written, `pip` included. */
  readonly dependencies: readonly string[];
  /** The lines of the one `pip:` list. */
  readonly pip: readonly string[];
  /** Top-level keys that were read over. */
  readonly ignored: readonly string[];
};

export type RequirementsFile = { readonly kind: 'requirements'; readonly lines: readonly string[] };

const read = new Set(['name', 'channels', 'dependencies', 'prefix']);

/** @throws DomainError bad-argument, naming the entry and what is allowed */
export function parseCondaFile(text: string): CondaFile | RequirementsFile {
  const document = parse(text);
  if (isMapping(document)) return condaFile(document);
  const lines = requirementLines(text);
  if (lines.length === 0) throw refuse('The conda file is empty; it must list dependencies.');
  if (Array.isArray(document) && !lines.every((line) => line.startsWith('--'))) {
    throw refuse("The conda file is a list; it must be a mapping with 'dependencies', or requirements.");
  }
  for (const line of lines) checkRequirement(line, 'the requirements');
  return { kind: 'requirements', lines };
}

function parse(text: string): unknown {
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent' });
  const error = document.errors[0];
  if (error === undefined) return plain(document);
  const lines = requirementLines(text);
  if (lines.length > 0 && lines.every((line) => line.startsWith('--') || looksLikeRequirement(line)))
    return text;
  throw refuse(`The conda file is not valid YAML: ${error.message.split('\n')[0]?.replace(/:$/, '')}.`);
}

function plain(document: Pick<Document, 'toJS'>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw refuse(`The conda file is not valid YAML: ${error instanceof Error ? error.message : error}.`);
  }
}

function condaFile(document: Readonly<Record<string, unknown>>): CondaFile {
  const dependencies = entries(document.dependencies, 'dependencies');
  const pipLists = dependencies.filter((entry) => isMapping(entry)).map(pipList);
  if (pipLists.length > 1) throw refuse("The conda file has more than one 'pip:' list; merge them into one.");
  return {
    kind: 'conda',
    channels: entries(document.channels, 'channels').map((entry) => text(entry, 'channels')),
    dependencies: dependencies
      .filter((entry) => !isMapping(entry))
      .map((entry) => text(entry, 'dependencies')),
    pip: pipLists[0] ?? [],
    ignored: Object.keys(document).filter((key) => !read.has(key)),
  };
}

function pipList(entry: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(entry);
  if (keys.length !== 1 || keys[0] !== 'pip') {
    throw refuse(
      `The entry '${shown(entry)}' of dependencies is a mapping; only a 'pip:' list may be one. A version is written 'name=version'.`,
    );
  }
  const lines = entries(entry.pip, 'pip').flatMap((item) => requirementLines(text(item, 'pip')));
  for (const line of lines) checkRequirement(line, "the 'pip' list");
  return lines;
}

function entries(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw refuse(`'${field}' of the conda file is '${shown(value)}'; it must be a list.`);
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw refuse(
    `The entry '${shown(value)}' of '${field}' in the conda file must be a text such as 'numpy=2.2.6'.`,
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 120);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(message: string): DomainError {
  return new DomainError('bad-argument', message, { target: 'condaFile' });
}
