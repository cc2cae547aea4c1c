/** The last good table on disk, whole and the journal beside it: what a worker serves when it starts and control is away. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { journalName, replay, tableName } from '../table/journal.ts';
import { checkTogether } from '../table/validate.ts';
import { entryOf } from './entry.ts';
import type { WholeTable } from './slot.ts';
import { MOST_TEXT, type Refused, readTable } from './table-text.ts';

export type LoadedTable =
  | { readonly kind: 'table'; readonly table: WholeTable }
  | { readonly kind: 'missing' }
  /** `reason` says what is wrong with the file; the caller serves without it. */
  | { readonly kind: 'broken'; readonly reason: string };

export function tableFile(runDir: string): string {
  return join(runDir, tableName);
}

/** Never throws. */
export async function loadTable(path: string): Promise<LoadedTable> {
  try {
    // The journal first: see `restoreTable`.
    const journal = await readJournal(path);
    const read = await readTable([await readFile(path)]);
    if ('kind' in read) return { kind: 'broken', reason: reasonOf(read) };
    return journal === '' ? { kind: 'table', table: read } : continued(read, journal);
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : { kind: 'broken', reason: String(error) };
  }
}

function continued({ version, tokenKeys, endpoints }: WholeTable, journal: string): LoadedTable {
  const entries = new Map(endpoints.map((entry) => [entry.name, entry]));
  const last = replay(version, entries, journal, entryOf);
  const table = { version: last, tokenKeys, endpoints: [...entries.values()] };
  const problems = checkTogether(table.endpoints);
  return problems.length === 0 ? { kind: 'table', table } : { kind: 'broken', reason: problems.join('; ') };
}

function reasonOf(refused: Refused): string {
  return refused.kind === 'problems' ? refused.problems.join('; ') : `it has more than ${MOST_TEXT} bytes`;
}

async function readJournal(path: string): Promise<string> {
  try {
    return await readFile(join(dirname(path), journalName), 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
