import { createHash } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import { inLanes } from './lanes.ts';
import { contents } from './read.ts';
import type { Survey, SurveyedFile } from './survey.ts';

/**
 * SHA-256 in lower-case hex over one line for the tree (form, kind, leaf) and one for each file, sorted by path (path,
 * size, SHA-256 of the contents), each line a JSON array: names and contents count, times and order do not.
 */
export async function digestOf({ kind, leaf, files }: Survey): Promise<string> {
  const hashes = await inLanes(files, hashOf);
  const digest = createHash('sha256').update(line(['teal-tree-1', kind, leaf]));
  for (const [index, { path, size }] of files.entries())
    digest.update(line([path, size, hashes[index] ?? '']));
  return digest.digest('hex');
}

async function hashOf({ place, path, size }: SurveyedFile): Promise<string> {
  const hash = createHash('sha256');
  let seen = 0;
  for await (const chunk of contents(place)) {
    hash.update(chunk);
    seen += chunk.byteLength;
  }
  if (seen !== size) throw new DomainError('conflict', `'${path}' changed while it was read; try again.`);
  return hash.digest('hex');
}

function line(parts: readonly (string | number)[]): string {
  return `${JSON.stringify(parts)}\n`;
}
