import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { UploadNotes } from '../domain/ports.ts';
import type { StringMap } from '../domain/workspace.ts';
import { removeTree, syncFolder, writeDurably } from './durable.ts';
import { explained, unlessAbsent } from './errno.ts';
import { containerFolder, type Layout, layoutOf, prepare } from './layout.ts';
import { ownName } from './owner.ts';
import { segmentsOf, shown } from './paths.ts';
import { contents } from './read.ts';

/** Azure's own limit is 4000 MiB; no client of today sends blocks of more than 100. */
const mostBlockBytes = 4000 * 2 ** 20;

/** Metadata and pieces of blobs on the disk of this machine, beside the files that `createAssetFiles` keeps there. */
export function createUploadNotes(home: string): UploadNotes {
  const layout = layoutOf(home);
  const blocksOf = async (container: string, path: string) =>
    join(await placeOf(layout, container, path), 'blocks');
  return {
    metadata: async (container, path, etag) => {
      const file = join(await placeOf(layout, container, path), 'metadata.json');
      const text = await unlessAbsent(readFile(file, 'utf8'));
      if (text === undefined) return {};
      const noted = JSON.parse(text) as { readonly etag: string; readonly metadata: StringMap };
      return noted.etag === etag ? noted.metadata : {};
    },
    note: async (container, path, etag, metadata) => {
      const place = await madePlaceOf(layout, container, path);
      const arriving = join(layout.incoming, ownName());
      await writeDurably(arriving, JSON.stringify({ etag, metadata }), 0o600);
      await rename(arriving, join(place, 'metadata.json'));
      await syncFolder(place);
    },
    stage: async (container, path, block, body) => {
      const folder = join(await madePlaceOf(layout, container, path), 'blocks');
      await mkdir(folder, { recursive: true });
      await receive(layout, join(folder, hashOf(block)), { body, path });
    },
    joined: async (container, path, blocks) => {
      const folder = await blocksOf(container, path);
      const files = blocks.map((block) => join(folder, hashOf(block)));
      for (const file of new Set(files)) {
        if ((await unlessAbsent(lstat(file))) === undefined) return undefined;
      }
      return inOrder(files);
    },
    unstage: async (container, path) => removeTree(await blocksOf(container, path)),
  };
}

async function* inOrder(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* contents(file);
}

/** A piece appears whole or not at all; joining flushes it to the disk. */
async function receive(
  { incoming }: Layout,
  place: string,
  { body, path }: { readonly body: AsyncIterable<Uint8Array>; readonly path: string },
): Promise<void> {
  const arriving = join(incoming, ownName());
  try {
    const handle = await open(arriving, 'wx', 0o600);
    try {
      let size = 0;
      for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > mostBlockBytes) {
          throw new DomainError(
            'too-large',
            `A block of ${shown(path)} is larger than ${mostBlockBytes} bytes.`,
          );
        }
        await handle.writeFile(chunk);
      }
    } finally {
      await handle.close();
    }
    await rename(arriving, place);
  } catch (cause) {
    throw explained(cause, `a block of ${shown(path)}`);
  } finally {
    await rm(arriving, { force: true });
  }
}

/** The folder of a blob's notes, which may not exist. Throws not-found for a container that there is not. */
async function placeOf(layout: Layout, container: string, path: string): Promise<string> {
  await containerFolder(layout, container);
  return join(layout.notes, container, hashOf(segmentsOf(path).join('/')));
}

async function madePlaceOf(layout: Layout, container: string, path: string): Promise<string> {
  await prepare(layout);
  const place = await placeOf(layout, container, path);
  await mkdir(place, { recursive: true });
  return place;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
