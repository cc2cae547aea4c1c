import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { isMap } from '../update/path.ts';

/** A parsed file; relative paths in it are relative to `folder`. */
export type Loaded = {
  readonly path: string;
  readonly folder: string;
  readonly yaml: Record<string, unknown>;
};

/** Reads one YAML (or JSON) file whose top level is a map. Throws exit 1 with the place of a syntax error. */
export async function loadYaml(path: string, cwd: string): Promise<Loaded> {
  const full = resolve(cwd, path);
  const yaml = await parseYaml(await textOf(full, path), path);
  if (!isMap(yaml)) throw new Failure(`${path} does not hold a map of fields at its top level.`);
  return { path, folder: dirname(full), yaml };
}

/** The value of a YAML text; `path` is for messages. */
export async function parseYaml(text: string, path: string): Promise<unknown> {
  const { parseDocument, visit } = await import('yaml');
  const document = parseDocument(text, { merge: true, prettyErrors: true, logLevel: 'error' });
  const [error] = document.errors;
  if (error !== undefined) throw new Failure(`${path} is not valid YAML: ${error.message.trimEnd()}`);
  // A version such as 1.10 is a text that only looks like a number; the schema turns texts back where it wants numbers.
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'number' && node.source !== undefined && String(node.value) !== node.source) {
        node.value = node.source;
      }
    },
  });
  try {
    return document.toJS();
  } catch (cause) {
    // names that stand for nothing, or for so much that it would fill the memory
    throw new Failure(`${path} is not valid YAML: ${cause instanceof Error ? cause.message : cause}`);
  }
}

async function textOf(full: string, path: string): Promise<string> {
  try {
    return await readFile(full, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new Failure(`The file ${path} does not exist.`);
    if (code === 'EISDIR') throw new Failure(`${path} is a folder; a YAML file is needed.`);
    throw new Failure(`The file ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
