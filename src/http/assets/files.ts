import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { versionOf } from './read.ts';

/** GET {kind}/{name}/versions/{version}/files -> { value: [{ path, size }] }, sorted; ours, for downloads. */
export async function listFiles(http: Http, ask: Ask): Promise<Answer> {
  const { root } = await treeOf(http, ask);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const value = await Promise.all(
    files.map(async (file) => ({
      path: relative(root, file).split(sep).join('/'),
      size: (await stat(file)).size,
    })),
  );
  return ok({ value: value.sort((one, other) => (one.path < other.path ? -1 : 1)) });
}

/** GET …/files/{path}: the bytes of one file. */
export async function getFile(http: Http, ask: Ask): Promise<Answer> {
  const { root } = await treeOf(http, ask);
  const path = ask.params['*'] ?? '';
  const file = join(root, path);
  const found = relative(root, file).startsWith('..') ? undefined : await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new DomainError('not-found', `The asset has no file '${path}'.`);
  return {
    status: 200,
    body: createReadStream(file),
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(found.size) },
  };
}

async function treeOf(http: Http, ask: Ask): Promise<{ readonly root: string }> {
  const { version } = await versionOf(http, ask);
  if (!('digest' in version.spec)) {
    throw new DomainError('not-found', 'An environment or a data asset has no files here.');
  }
  const tree = await http.parts.files.locate(version.spec.digest);
  if (tree !== undefined) return tree;
  throw new DomainError(
    'unavailable',
    `The files of '${version.name}' version '${version.version}' are no longer on this machine.`,
  );
}
