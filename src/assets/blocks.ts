import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import { removeTree } from './durable.ts';
import { explained, unlessAbsent } from './errno.ts';
import type { Layout } from './layout.ts';
import { ownName } from './owner.ts';
import { shown } from './paths.ts';
import { contents } from './read.ts';
import { createStaged } from './staged.ts';

/** Azure's own limit is 4000 MiB; no client of today sends blocks of more than 100. */
const mostBlockBytes = 4000 * 2 ** 20;

/** `path` is the blob's, for messages; `announced` is 0 when nobody knows how much is to come. */
type Arrival = {
  readonly path: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly announced: number;
};

/**
 * Pieces of blobs to come, each a file in the folder of its blob, so that an upload goes on after a restart. All pieces
 * of a blob together are held to the limit of the blob that they will be.
 */
export function createBlocks({ incoming }: Pick<Layout, 'incoming'>, maxBytes: number) {
  const mostBytes = Math.min(mostBlockBytes, maxBytes);
  const staged = createStaged(maxBytes);
  return {
    /** A piece appears whole or not at all; joining flushes it to the disk. Throws too-large, storage-full. */
    keep: async (place: string, arrival: Arrival): Promise<void> => {
      const arriving = join(incoming, ownName());
      try {
        const size = await receive(arriving, arrival, mostBytes);
        await mkdir(dirname(place), { recursive: true });
        if (!(await staged.add(place, size)))
          throw tooLarge(`What was put for ${shown(arrival.path)}`, maxBytes);
        await rename(arriving, place);
      } catch (cause) {
        throw explained(cause, `a block of ${shown(arrival.path)}`);
      } finally {
        await rm(arriving, { force: true });
      }
    },
    /** The pieces one after the other; undefined when one is not there. */
    joined: async (places: readonly string[]): Promise<AsyncIterable<Uint8Array> | undefined> => {
      for (const place of new Set(places)) {
        if ((await unlessAbsent(lstat(place))) === undefined) return undefined;
      }
      return inOrder(places);
    },
    drop: async (folder: string): Promise<void> => {
      staged.forget(folder);
      await removeTree(folder);
    },
  };
}

async function receive(file: string, { path, body, announced }: Arrival, mostBytes: number): Promise<number> {
  const check = (size: number) => {
    if (size > mostBytes) throw tooLarge(`A block of ${shown(path)}`, mostBytes);
  };
  check(announced);
  const handle = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      check(size);
      await handle.writeFile(chunk);
    }
    return size;
  } finally {
    await handle.close();
  }
}

async function* inOrder(places: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const place of places) yield* contents(place);
}

function tooLarge(what: string, limit: number): DomainError {
  return new DomainError('too-large', `${what} is larger than ${limit} bytes.`, { target: 'path' });
}
