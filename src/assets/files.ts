import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetFiles, Clock } from '../domain/ports.ts';
import { syncFolder } from './durable.ts';
import { explained } from './errno.ts';
import { layoutOf, prepare } from './layout.ts';
import { createLocate } from './locate.ts';
import { findBlobs, readBlob } from './read.ts';
import { seal } from './seal.ts';
import { sweep } from './sweep.ts';
import { writeBlob } from './write.ts';

const gib = 2 ** 30;
export const mostFileBytes = 16 * gib;

export type AssetFilesOptions = {
  /** Teal's folder; everything is kept below `<home>/assets`. */
  readonly home: string;
  /** Of one upload; 16 GiB unless told. */
  readonly maxFileBytes?: number;
  /** Of all files that are sealed together; 64 GiB unless told. */
  readonly maxTreeBytes?: number;
  /** Of files that are sealed together; 100,000 unless told. */
  readonly maxTreeFiles?: number;
  readonly clock: Clock;
};

export type SweptAssetFiles = AssetFiles & {
  /** Removes what dead writers left and what nobody sealed for 24 hours; call it at the start and now and then. */
  sweep(): Promise<void>;
};

/** Files of models and code on the disk of this machine. Besides fresh containers there is `azureml-blobstore`. */
export function createAssetFiles({ home, clock, ...limits }: AssetFilesOptions): SweptAssetFiles {
  const { maxFileBytes: maxBytes = mostFileBytes, maxTreeBytes = 64 * gib, maxTreeFiles = 100_000 } = limits;
  const layout = layoutOf(home);
  const locate = createLocate(layout);
  const users = createUsers();
  const sealing = { layout, locate, limits: { maxTreeBytes, maxTreeFiles } };
  const ready = once(() => prepare(layout));
  return {
    openContainer: () => ready().then(() => openContainer(layout.containers)),
    write: (container, path, body, { replace, announced = 0 } = { replace: false }) =>
      users.during(container, () =>
        ready().then(() => writeBlob(layout, { container, path }, { body, maxBytes, replace, announced })),
      ),
    read: (container, path, range) => ready().then(() => readBlob(layout, { container, path }, range)),
    find: (container, prefix) => ready().then(() => findBlobs(layout, container, prefix)),
    seal: (container, path) =>
      users.during(container, () => ready().then(() => seal(sealing, { container, path }))),
    locate,
    sweep: () => ready().then(() => sweep({ layout, clock, inUse: users.has })),
  };
}

async function openContainer(containers: string): Promise<string> {
  const name = randomUUID();
  try {
    await mkdir(join(containers, name));
    await syncFolder(containers);
    return name;
  } catch (cause) {
    throw explained(cause, 'a new upload');
  }
}

/** Counts who is busy with a container, so that `sweep` leaves it alone. */
function createUsers() {
  const counts = new Map<string, number>();
  const add = (container: string, change: 1 | -1) => {
    const count = (counts.get(container) ?? 0) + change;
    if (count === 0) counts.delete(container);
    else counts.set(container, count);
  };
  return {
    has: (container: string) => counts.has(container),
    during: async <T>(container: string, work: () => Promise<T>): Promise<T> => {
      add(container, 1);
      try {
        return await work();
      } finally {
        add(container, -1);
      }
    },
  };
}

/** Does the work at the first call; a failed one is done again at the next. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work().catch((cause: unknown) => {
      done = undefined;
      throw cause;
    });
    return done;
  };
}
