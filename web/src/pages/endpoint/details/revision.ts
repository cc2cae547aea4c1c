import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';

/** The revision that is served, in entries of one deployment, newest first; an earlier one of the name does not count. */
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
