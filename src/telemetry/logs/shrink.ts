import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentOf } from './segments.ts';

/**
 * Removes the segments that were written to longest ago, until the rest holds no more than `mostBytes`: each writer
 * keeps to its part by itself, but what was written by one that is no more, or under a larger bound, nobody else looks after.
 */
export async function shrink(folder: string, mostBytes: number): Promise<void> {
  const files = await readdir(folder).catch((): string[] => []);
  const found = [];
  for (const file of files) {
    if (segmentOf(file) === undefined) continue;
    const path = join(folder, file);
    const seen = await stat(path).catch(() => undefined);
    if (seen !== undefined) found.push({ path, size: seen.size, at: seen.mtimeMs });
  }
  found.sort((one, other) => one.at - other.at);
  let total = found.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of found) {
    if (total <= mostBytes) return;
    await rm(path, { force: true }).catch(() => {});
    total -= size;
  }
}
