import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceCollection } from '../../domain/metrics/ports.ts';

type Counts = InstanceCollection['events'];

/** What the collector of an instance says of itself in its folder; undefined when there is none, or no sense in it. */
export async function collectedIn(
  folder: string,
  { id, deploymentUid }: Pick<InstanceCollection, 'id' | 'deploymentUid'>,
): Promise<InstanceCollection | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(folder, 'collector.json'), 'utf8'));
    if (!isMap(found) || !isCounts(found.events) || !isMap(found.drops)) return undefined;
    const drops = Object.entries(found.drops).filter((entry): entry is [string, Counts] =>
      isCounts(entry[1]),
    );
    return { id, deploymentUid, events: found.events, drops: Object.fromEntries(drops) };
  } catch {
    return undefined;
  }
}

function isCounts(value: unknown): value is Counts {
  return (
    isMap(value) && Object.values(value).every((count) => Number.isSafeInteger(count) && Number(count) >= 0)
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
