/** Deltas one after the other in a file beside the whole table: what was changed since that was written. */
import { decodeTable } from './codec.ts';
import { decodeDelta, lay } from './delta.ts';
import { checkTogether } from './read-endpoint.ts';
import type { Table } from './table.ts';
import type { Validation } from './validate.ts';

/** Names of the files, in one folder. */
export const tableName = 'table.json';
export const journalName = 'table.journal';

/** Line feeds on both sides: a record that was torn off spoils no other. */
export function encodeRecord(delta: string): string {
  return `\n${delta}\n`;
}

/**
 * What the two files say together. Read the journal first: a whole table that takes the place of another one meanwhile
 * holds all that the journal held, and passes its records over.
 */
export function restoreTable(whole: string, journal: string): Validation {
  const decoded = decodeTable(whole);
  if (decoded.kind === 'problems' || journal === '') return decoded;
  const table = replay(decoded.table, journal);
  const problems = checkTogether(table.endpoints);
  return problems.length === 0 ? { kind: 'table', table } : { kind: 'problems', problems };
}

/** The table with every record that continues it; what is torn, older or continues something else is passed over. */
function replay(table: Table, journal: string): Table {
  const endpoints = new Map(table.endpoints.map((endpoint) => [endpoint.name, endpoint]));
  let version = table.version;
  for (const line of journal.split('\n')) {
    // A text that is torn off is no JSON; one that only lacks its line feed counts, for the next record brings that.
    const decoded = line === '' ? undefined : decodeDelta(line);
    if (decoded?.kind !== 'delta' || decoded.delta.base !== version) continue;
    lay(decoded.delta, endpoints);
    version = decoded.delta.version;
  }
  return { ...table, version, endpoints: [...endpoints.values()] };
}
