import { lstat, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../domain/ports.ts';
import { removeTree } from './durable.ts';
import { unlessAbsent } from './errno.ts';
import type { Layout } from './layout.ts';
import { isOrphan, ownName } from './owner.ts';
import { blobstore, isContainerName } from './paths.ts';
import { partialMark } from './seal.ts';

const stagingMs = 24 * 60 * 60_000;

export type SweepParts = {
  readonly layout: Layout;
  readonly clock: Clock;
  /** True while this process writes to or seals from a container. */
  inUse(container: string): boolean;
};

/** Removes what dead writers left, and staging containers that nobody sealed or wrote to for 24 hours. */
export async function sweep(parts: SweepParts): Promise<void> {
  const { incoming, trees } = parts.layout;
  for (const name of await readdir(incoming)) {
    if (isOrphan(name)) await removeTree(join(incoming, name));
  }
  for (const name of await readdir(trees)) {
    const [, owner] = name.split(partialMark);
    if (owner !== undefined && isOrphan(owner)) await removeTree(join(trees, name));
  }
  for (const name of await readdir(parts.layout.containers)) {
    if (name !== blobstore && isContainerName(name)) await sweepContainer(parts, name);
  }
  await sweepNotes(parts);
}

async function sweepContainer({ layout, clock, inUse }: SweepParts, name: string): Promise<void> {
  if ((await unlessAbsent(lstat(join(layout.sealed, name)))) !== undefined) return;
  const folder = join(layout.containers, name);
  if (await isYounger(folder, clock.now() - stagingMs)) return;
  if (inUse(name)) return;
  // out of sight in one step: nobody can seal the rest of a container that is half gone
  const leaving = join(layout.incoming, ownName());
  await rename(folder, leaving);
  await removeTree(leaving);
}

/** Of containers that are gone, and pieces that nobody joined for 24 hours. */
async function sweepNotes({ layout, clock }: SweepParts): Promise<void> {
  for (const container of await readdir(layout.notes)) {
    const folder = join(layout.notes, container);
    if ((await unlessAbsent(lstat(join(layout.containers, container)))) === undefined) {
      await removeTree(folder);
      continue;
    }
    for (const blob of await readdir(folder)) {
      const pieces = join(folder, blob, 'blocks');
      if (!(await isYounger(pieces, clock.now() - stagingMs))) await removeTree(pieces);
    }
  }
}

/** True when anything in the container was written after `since`. */
async function isYounger(place: string, since: number): Promise<boolean> {
  const stats = await unlessAbsent(lstat(place));
  if (stats === undefined) return false;
  if (stats.mtimeMs > since) return true;
  if (!stats.isDirectory()) return false;
  for (const name of await readdir(place)) {
    if (await isYounger(join(place, name), since)) return true;
  }
  return false;
}
