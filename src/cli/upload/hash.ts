import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Tree } from './tree.ts';

/**
 * SHA-256 over the number of files, then `#path#` and size of each, then all contents, files in the order of their
 * lower-case paths (the hash of version 202208, by which clients and service find code again).
 */
export async function contentHash(tree: Tree): Promise<string> {
  const hash = createHash('sha256').update(String(tree.files.length));
  for (const { path, size } of tree.files) hash.update(`#${path}#${size}`);
  for (const { full } of tree.files) {
    for await (const chunk of createReadStream(full)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
