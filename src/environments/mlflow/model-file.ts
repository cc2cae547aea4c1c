import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { type ParsedNode, parseDocument } from 'yaml';
import { DomainError } from '../../domain/errors.ts';

/** Files that describe a model are small; whatever is larger is something else under that name. */
const mostBytes = 4 * 2 ** 20;

/** The text of a file of the model; undefined when there is none. Throws bad-argument when it is not to be read. */
export async function textOf(folder: string, name: string): Promise<string | undefined> {
  const path = resolve(folder, name);
  if (!path.startsWith(resolve(folder) + sep)) {
    throw refuse(`it refers to the file '${name}', which is outside of the model.`);
  }
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (found.size > mostBytes) {
    throw refuse(`its file ${name} has ${found.size} bytes; at most ${mostBytes} are read.`);
  }
  return readFile(path, 'utf8');
}

/**
 * A YAML mapping of which every scalar stays the text that was written: 3.10 is a version, no number. Throws bad-argument
 * with the place of the first mistake.
 */
export function mappingOf(text: string, name: string): Readonly<Record<string, unknown>> {
  const document = parseDocument<ParsedNode>(text, { schema: 'failsafe', logLevel: 'silent' });
  const mistake = document.errors[0]?.message.split('\n')[0]?.replace(/:$/, '');
  if (mistake !== undefined) throw refuse(`its file ${name} is not valid YAML: ${mistake}.`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw refuse(`its file ${name} is not valid YAML: ${error instanceof Error ? error.message : error}.`);
  }
  if (isMapping(value)) return value;
  throw refuse(`its file ${name} is not a YAML mapping.`);
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `message` goes on after the name of the model, which only the caller knows. */
export function refuse(message: string): DomainError {
  return new DomainError('bad-argument', message, { target: 'model' });
}
