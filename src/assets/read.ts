import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { AssetFiles, BlobProperties, ByteRange } from '../domain/ports.ts';
import { unlessAbsent } from './errno.ts';
import { inLanes } from './lanes.ts';
import { containerFolder, type Layout } from './layout.ts';
import { lookUp, propertiesOf } from './look-up.ts';
import { segmentsOf, shown } from './paths.ts';
import type { Target } from './write.ts';

const chunkBytes = 256 * 1024;

type Blob = { readonly path: string; readonly properties: BlobProperties };

/** The file is opened when the body is first asked for, so that a body nobody reads holds nothing. */
export async function readBlob(
  layout: Layout,
  { container, path }: Target,
  range?: ByteRange,
): Promise<Awaited<ReturnType<AssetFiles['read']>>> {
  const segments = segmentsOf(path);
  const found = await lookUp(await containerFolder(layout, container), segments);
  if (found.state === 'file') {
    const { properties, place } = found;
    // Logs of collected data grow while they are read: what was announced is what is sent.
    const { first, last } = range ?? { first: 0, last: properties.size - 1 };
    return { properties, body: last < first ? nothing() : contents(place, { first, last }) };
  }
  throw new DomainError('not-found', `There is no blob ${shown(path)} in the container '${container}'.`, {
    target: 'path',
  });
}

/**
 * The blobs whose paths begin with the prefix, as plain text: `mod` finds `model/a` (Azure Blob Storage). A prefix that
 * no path can have finds nothing.
 */
export async function findBlobs(layout: Layout, container: string, prefix: string): Promise<readonly Blob[]> {
  const folder = await containerFolder(layout, container);
  const parents = prefix.split('/').slice(0, -1);
  if (parents.length > 0) {
    if (!isPath(parents.join('/')) || (await lookUp(folder, parents)).state !== 'folder') return [];
  }
  const paths = await pathsBelow(folder, parents.join('/'), prefix);
  const blobs = await inLanes(paths, async (path): Promise<Blob | undefined> => {
    const stats = await unlessAbsent(lstat(join(folder, path), { bigint: true }));
    return stats?.isFile() ? { path, properties: propertiesOf(stats) } : undefined;
  });
  return blobs.filter((blob) => blob !== undefined);
}

/** A file in pieces of 256 KiB. */
export async function* contents(file: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const part = range === undefined ? {} : { start: range.first, end: range.last };
  yield* createReadStream(file, { highWaterMark: chunkBytes, ...part });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function pathsBelow(folder: string, below: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  const open = [below];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entries = await unlessAbsent(readdir(join(folder, next), { withFileTypes: true }));
    for (const entry of entries ?? []) {
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      if (entry.isFile() && path.startsWith(prefix)) found.push(path);
      if (entry.isDirectory() && (path.startsWith(prefix) || prefix.startsWith(`${path}/`))) open.push(path);
    }
  }
  return found.sort();
}

function isPath(path: string): boolean {
  try {
    segmentsOf(path);
    return true;
  } catch {
    return false;
  }
}
