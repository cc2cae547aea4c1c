/** Reads a mapping file: names of curated environments, each with a Python range and requirements. */
import { parseDocument, stringify } from 'yaml';
import { DomainError } from '../../domain/errors.ts';
import type { CuratedEnvironment } from '../../domain/ports.ts';
import { parseMatchSpec } from '../definition/match-spec.ts';
import { pythonRequest } from '../definition/python-request.ts';
import { checkRequirement } from '../definition/requirement-line.ts';
import { standsFor } from './match.ts';

/** By the name as written; null takes an entry of an earlier file away. */
export type Entries = ReadonlyMap<string, CuratedEnvironment | null>;

const fields = ['description', 'example', 'python', 'requirements'];
const nameShape = /^[A-Za-z0-9*][\w.*-]{0,254}$/;
const exampleShape = /^[A-Za-z0-9][\w.-]{0,254}$/;

/** @throws DomainError bad-argument, naming the file, the entry and the field */
export function parseEntries(text: string, file: string): Entries {
  const document = parseDocument(text, { logLevel: 'silent' });
  const error = document.errors[0];
  if (error !== undefined) throw refuse(file, `is not valid YAML: ${error.message.split('\n')[0]}`);
  const top = mapping(document.toJS({ maxAliasCount: 100 }) ?? {}, file, 'the file');
  const unknown = Object.keys(top).find((key) => key !== 'environments');
  if (unknown !== undefined) throw refuse(file, `has the key '${unknown}'; the only one is 'environments'`);
  const environments = mapping(top.environments ?? {}, file, 'environments');
  return new Map(
    Object.entries(environments).map(([name, value]) => {
      if (!nameShape.test(name)) {
        throw refuse(
          file,
          `environments.${name}: a name is letters, digits, '-', '_' and '.', with '*' for any text`,
        );
      }
      return [name, value === null ? null : entryOf(name, value, file)];
    }),
  );
}

function entryOf(name: string, value: unknown, file: string): CuratedEnvironment {
  const at = `environments.${name}`;
  const entry = mapping(value, file, at);
  const unknown = Object.keys(entry).find((key) => !fields.includes(key));
  if (unknown !== undefined) throw refuse(file, `${at}.${unknown}: allowed are ${fields.join(', ')}`);
  const { description = null } = entry;
  if (description !== null && typeof description !== 'string') {
    throw refuse(file, `${at}.description is ${shown(description)}; it must be a text`);
  }
  const python = pythonOf(entry.python, file, `${at}.python`);
  const pip = requirementsOf(entry.requirements, file, `${at}.requirements`);
  const dependencies = [python, ...(pip.length === 0 ? [] : [{ pip }])];
  const example = exampleOf(name, entry.example, file);
  return { name, example, description, condaFile: stringify({ dependencies }) };
}

/** Unless it is given, the name without its stars, which stand for no text as well. */
function exampleOf(name: string, value: unknown, file: string): string {
  if (value === undefined) return name.replaceAll('*', '');
  if (typeof value === 'string' && exampleShape.test(value) && standsFor(name, value)) return value;
  throw refuse(
    file,
    `environments.${name}.example is ${shown(value)}; it must be a name that '${name}' stands for`,
  );
}

/** `python=3.12` or `python>=3.9,<3.13`, as a conda file says it. */
function pythonOf(value: unknown, file: string, at: string): string {
  if (typeof value === 'string' && /^[\d=<>!~]/.test(value.trim())) {
    const range = value.trim();
    const spec = `python${/^\d/.test(range) ? '=' : ''}${range}`;
    try {
      pythonRequest(parseMatchSpec(spec).clauses);
      return spec;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  throw refuse(
    file,
    `${at} is ${shown(value)}; it must be a quoted Python 3 such as '3.12', or a range such as '>=3.9,<3.13'`,
  );
}

function requirementsOf(value: unknown, file: string, at: string): readonly string[] {
  if (!Array.isArray(value)) {
    throw refuse(file, `${at} is ${shown(value)}; it must be a list of lines such as 'numpy==2.2.6'`);
  }
  return value.map((line: unknown, index) => {
    if (typeof line !== 'string' || line.trim() === '') {
      throw refuse(file, `${at}[${index}] is ${shown(line)}; it must be a line such as 'numpy==2.2.6'`);
    }
    try {
      checkRequirement(line.trim(), at);
    } catch (error) {
      throw error instanceof DomainError ? refuse(file, error.message.replace(/\.$/, '')) : error;
    }
    return line.trim();
  });
}

function mapping(value: unknown, file: string, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw refuse(file, `${what} is ${shown(value)}; it must be a mapping`);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120);
}

function refuse(file: string, what: string): DomainError {
  return new DomainError('bad-argument', `The mapping of curated environments, ${file}: ${what}.`, {
    target: 'environment',
  });
}
