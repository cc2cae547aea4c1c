import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unlessAbsent } from './errno.ts';

/** How much lies in folders that pieces come to, so that all pieces of a blob are held to one limit. */
export type Staged = {
  /** Counts a piece that comes to `place`, where another may lie. False when the folder would hold too much. */
  add(place: string, size: number): Promise<boolean>;
  forget(folder: string): void;
};

export function createStaged(maxBytes: number): Staged {
  // may say too much after a sweep, so a folder is weighed again before anything is refused
  const known = new Map<string, number>();
  return {
    add: async (place, size) => {
      const folder = dirname(place);
      const replaced = (await unlessAbsent(lstat(place)))?.size ?? 0;
      const after = () => (known.get(folder) ?? Number.POSITIVE_INFINITY) - replaced + size;
      if (after() > maxBytes) known.set(folder, await weigh(folder));
      const total = after();
      if (total <= maxBytes) known.set(folder, total);
      return total <= maxBytes;
    },
    forget: (folder) => void known.delete(folder),
  };
}

async function weigh(folder: string): Promise<number> {
  const names = (await unlessAbsent(readdir(folder))) ?? [];
  const sizes = await Promise.all(names.map((name) => unlessAbsent(lstat(join(folder, name)))));
  return sizes.reduce((sum, stats) => sum + (stats?.size ?? 0), 0);
}
