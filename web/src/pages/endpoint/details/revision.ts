import { queryOptions } from '@tanstack/react-query';
import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

/** A switch follows its update closely, so that the last one is among so many records. */
const enough = 50;

/** The number of the revision that a deployment serves, by its history; null when it never served one. */
export function revisionQuery(endpoint: string, deployment: string) {
  return queryOptions({
    queryKey: [...keys.history(endpoint), 'revision', deployment],
    queryFn: async ({ signal }) =>
      servingIn(await teal().endpoints.history(endpoint, { deployment, top: enough, signal }).all()),
  });
}

/** Of entries of one deployment, newest first; an earlier deployment of the name does not count. */
export function servingIn(entries: readonly HistoryEntry[]): number | null {
  for (const { properties } of entries) {
    if (properties.operation === 'delete') return null;
    if (properties.operation !== 'switch') continue;
    const { after } = properties;
    const number =
      typeof after === 'object' && after !== null ? Reflect.get(after, 'servingRevision') : undefined;
    if (typeof number === 'number') return number;
  }
  return null;
}
