import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobProperties } from '../domain/ports.ts';
import { unlessAbsent } from './errno.ts';

/** What is at a path of a container; `blocked` when something on the way is not a folder. Links are never followed. */
export type Found =
  | { readonly state: 'absent' }
  | { readonly state: 'blocked'; readonly at: string }
  | {
      readonly state: 'file' | 'folder' | 'other';
      readonly place: string;
      readonly properties: BlobProperties;
    };

export async function lookUp(folder: string, segments: readonly string[]): Promise<Found> {
  for (const depth of segments.keys()) {
    const passed = segments.slice(0, depth + 1);
    const place = join(folder, ...passed);
    const stats = await unlessAbsent(lstat(place, { bigint: true }));
    if (stats === undefined) return { state: 'absent' };
    if (depth === segments.length - 1)
      return { state: stateOf(stats), place, properties: propertiesOf(stats) };
    if (!stats.isDirectory()) return { state: 'blocked', at: passed.join('/') };
  }
  return { state: 'absent' };
}

/** `etag` changes with the size and the time of writing, in nanoseconds; without quotes. */
export function propertiesOf(stats: BigIntStats): BlobProperties {
  return {
    size: Number(stats.size),
    etag: `0x${stats.mtimeNs.toString(16).toUpperCase()}-${stats.size.toString(16).toUpperCase()}`,
    modifiedAt: Number(stats.mtimeMs),
  };
}

function stateOf(stats: BigIntStats): 'file' | 'folder' | 'other' {
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}
