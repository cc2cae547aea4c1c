import { createHash } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadNotes } from '../domain/ports.ts';
import type { StringMap } from '../domain/workspace.ts';
import { createBlocks } from './blocks.ts';
import { syncFolder, writeDurably } from './durable.ts';
import { unlessAbsent } from './errno.ts';
import { mostFileBytes } from './files.ts';
import { containerFolder, type Layout, layoutOf, prepare } from './layout.ts';
import { ownName } from './owner.ts';
import { segmentsOf } from './paths.ts';

/** Metadata and pieces of blobs on the disk of this machine, beside the files that `createAssetFiles` keeps there. */
export function createUploadNotes(home: string, maxFileBytes: number = mostFileBytes): UploadNotes {
  const layout = layoutOf(home);
  const blocks = createBlocks(layout, maxFileBytes);
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
    stage: async ({ container, path, block }, body, announced = 0) => {
      const folder = join(await madePlaceOf(layout, container, path), 'blocks');
      await blocks.keep(join(folder, hashOf(block)), { path, body, announced });
    },
    joined: async (container, path, ids) => {
      const folder = await blocksOf(container, path);
      return blocks.joined(ids.map((id) => join(folder, hashOf(id))));
    },
    unstage: async (container, path) => blocks.drop(await blocksOf(container, path)),
  };
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
