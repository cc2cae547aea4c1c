/** Deltas one after the other in a file beside the whole table: what was changed since that was written. */
import { decodeTable } from './codec.ts';
import { decodeDelta } from './delta.ts';
import { placed } from './read-endpoint.ts';
import type { TableEndpoint } from './table.ts';
import { checkTogether, type Validation } from './validate.ts';

/** Names of the files, in one folder. */
export const tableName = 'table.json';
export const journalName = 'table.journal';

/** On one line, with line feeds on both sides: a record that was torn off spoils no other. */
export function encodeRecord(delta: string): string {
  return `\n${delta.replaceAll('\n', '')}\n`;
}

/**
 * What the two files say together. Read the journal first: a whole table that takes the place of another one meanwhile
 * holds all that the journal held, and passes its records over.
 */
export function restoreTable(whole: string, journal: string): Validation {
  const decoded = decodeTable(whole);
  if (decoded.kind === 'problems' || journal === '') return decoded;
  const kept = new Map(decoded.table.endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const version = replay(decoded.table.version, kept, journal, (endpoint) => endpoint);
  const table = { ...decoded.table, version, endpoints: [...kept.values()] };
  const problems = checkTogether(table.endpoints.map(placed));
  return problems.length === 0 ? { kind: 'table', table } : { kind: 'problems', problems };
}

/**
 * Changes the endpoints, by name, by every record that continues `version`, and gives the last one. What is torn, older
 * or continues something else is passed over.
 */
export function replay<Kept>(
  version: number,
  kept: Map<string, Kept>,
  journal: string,
  keep: (endpoint: TableEndpoint) => Kept,
): number {
  let last = version;
  for (const line of journal.split('\n')) {
    // A text that is torn off is no JSON; one that only lacks its line feed counts, for the next record brings that.
    const decoded = line === '' ? undefined : decodeDelta(line);
    if (decoded?.kind !== 'delta' || decoded.delta.base !== last) continue;
    for (const name of decoded.delta.removed) kept.delete(name);
    for (const endpoint of decoded.delta.put) kept.set(endpoint.name, keep(endpoint));
    last = decoded.delta.version;
  }
  return last;
}
