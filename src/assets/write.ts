import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { BlobProperties } from '../domain/ports.ts';
import { syncFolder, tryLink } from './durable.ts';
import { errnoOf, explained } from './errno.ts';
import { containerFolder, type Layout } from './layout.ts';
import { lookUp, propertiesOf } from './look-up.ts';
import { ownName } from './owner.ts';
import { segmentsOf, shown } from './paths.ts';

export type Target = { readonly container: string; readonly path: string };
export type Upload = {
  readonly body: AsyncIterable<Uint8Array>;
  readonly maxBytes: number;
  readonly replace: boolean;
  /** What the client says it will send; 0 when it does not say. */
  readonly announced: number;
};

/**
 * Streams a body to a new blob, which appears whole or not at all and is on the disk when this resolves.
 * Throws bad-argument, not-found (no such container), exists, conflict (a file where a folder is, or the other way
 * round), too-large, storage-full, or whatever the body throws.
 */
export async function writeBlob(layout: Layout, target: Target, upload: Upload): Promise<BlobProperties> {
  const segments = segmentsOf(target.path);
  const folder = await containerFolder(layout, target.container);
  await refuseTaken(folder, segments, upload.replace);
  refuseLarge(upload.announced, target, upload);
  const arriving = join(layout.incoming, ownName());
  try {
    const properties = await receive(arriving, target, upload);
    await publish(arriving, folder, segments, upload.replace);
    return properties;
  } catch (cause) {
    throw explained(cause, shown(target.path));
  } finally {
    await rm(arriving, { force: true });
  }
}

async function receive(file: string, target: Target, upload: Upload): Promise<BlobProperties> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of upload.body) {
      size += chunk.byteLength;
      refuseLarge(size, target, upload);
      await writeWhole(handle, chunk);
    }
    // read-only from birth: sealed trees share these inodes
    await handle.chmod(0o444);
    await handle.sync();
    return propertiesOf(await handle.stat({ bigint: true }));
  } finally {
    await handle.close();
  }
}

function refuseLarge(size: number, { path }: Target, { maxBytes }: Upload): void {
  if (size <= maxBytes) return;
  throw new DomainError('too-large', `${shown(path)} is larger than ${maxBytes} bytes.`, { target: 'path' });
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    at += (await handle.write(chunk, at)).bytesWritten;
  }
}

/** Folders are made only now, so that a broken upload leaves none. */
async function publish(
  arriving: string,
  folder: string,
  segments: readonly string[],
  replace: boolean,
): Promise<void> {
  const changed = new Set<string>();
  let parent = folder;
  for (const [depth, segment] of segments.slice(0, -1).entries()) {
    const made = await makeFolder(join(parent, segment), segments.slice(0, depth + 1));
    if (made) changed.add(parent);
    parent = join(parent, segment);
  }
  const place = join(folder, ...segments);
  try {
    // a link refuses an existing name, which a rename would replace
    if (replace || !(await tryLink(arriving, place))) {
      await refuseTaken(folder, segments, replace);
      await rename(arriving, place);
    }
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') await refuseTaken(folder, segments, replace);
    throw cause;
  }
  for (const touched of changed.add(parent)) await syncFolder(touched);
}

/** False when the folder was there. `mkdir` is not recursive, so that a swept container does not come back. */
async function makeFolder(place: string, passed: readonly string[]): Promise<boolean> {
  try {
    await mkdir(place);
    return true;
  } catch (cause) {
    if (errnoOf(cause) !== 'EEXIST') throw cause;
    if ((await lstat(place)).isDirectory()) return false;
    throw blocked(passed.join('/'));
  }
}

async function refuseTaken(folder: string, segments: readonly string[], replace: boolean): Promise<void> {
  const found = await lookUp(folder, segments);
  const path = segments.join('/');
  switch (found.state) {
    case 'absent':
      return;
    case 'blocked':
      throw blocked(found.at);
    case 'file':
      if (replace) return;
      throw new DomainError('exists', `${shown(path)} was uploaded before; a blob cannot be written twice.`, {
        target: 'path',
      });
    case 'folder':
    case 'other':
      throw new DomainError(
        'conflict',
        `${shown(path)} is a folder of other blobs; it cannot be a file, too.`,
        {
          target: 'path',
        },
      );
    default:
      return found satisfies never;
  }
}

function blocked(at: string): DomainError {
  return new DomainError('conflict', `${shown(at)} is a file; blobs cannot lie below it.`, {
    target: 'path',
  });
}
