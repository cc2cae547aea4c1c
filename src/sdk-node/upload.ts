import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { UploadSource } from '../sdk/files.ts';
import { type Tree, treeOf } from './tree.ts';

const chunkBytes = 256 * 1024;

/**
 * A file or folder of this machine, for `upload`: without what `.amlignore` (else `.gitignore`) in it, caches and
 * repositories leave out; links that stay inside are followed. Files are streamed when their turn comes. Throws PathError when there is
 * nothing, or a link leads out.
 */
export function fromDisk(path: string): UploadSource {
  return sourceOf(treeOf(resolve(path)));
}

/** What a walk found, for `upload`. */
export function sourceOf({ kind, leaf, files }: Tree): UploadSource {
  return {
    kind,
    leaf,
    files: files.map(({ path, full, size }) => ({ path, size, open: () => streamOf(full) })),
  };
}

/** The global type of a web stream and the one of `node:stream/web` are the same thing twice. */
function streamOf(full: string): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(full, { highWaterMark: chunkBytes })) as ReadableStream<Uint8Array>;
}
