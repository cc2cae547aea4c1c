/** The last good table on disk, whole and the journal beside it: what a worker serves when it starts and control is away. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeTable } from '../table/codec.ts';
import type { TableDelta } from '../table/delta.ts';
import { encodeRecord, journalName, restoreTable, tableName } from '../table/journal.ts';
import type { Table } from '../table/table.ts';

export type LoadedTable =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'missing' }
  /** `reason` says what is wrong with the file; the caller serves without it. */
  | { readonly kind: 'broken'; readonly reason: string };

export function tableFile(runDir: string): string {
  return join(runDir, tableName);
}

/** Either the old or the new table is on disk, whole, whatever is cut short: temporary file, flush, rename, flush. */
export async function writeTable(path: string, table: Table): Promise<void> {
  const temporary = `${path}.${process.pid}.${table.version}.tmp`;
  try {
    await writeFlushed(temporary, encodeTable(table));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flush(dirname(path));
  await rm(journalOf(path), { force: true });
}

/** Adds to the journal what was changed since the whole table was written. */
export async function appendDelta(path: string, delta: TableDelta): Promise<void> {
  const file = await open(journalOf(path), 'a', 0o600);
  try {
    await file.writeFile(encodeRecord(JSON.stringify(delta)));
    await file.sync();
  } finally {
    await file.close();
  }
}

function journalOf(path: string): string {
  return join(dirname(path), journalName);
}

/** Never throws. */
export async function loadTable(path: string): Promise<LoadedTable> {
  try {
    const journal = await readJournal(path);
    const restored = restoreTable(await readFile(path, 'utf8'), journal);
    return restored.kind === 'table' ? restored : { kind: 'broken', reason: restored.problems.join('; ') };
  } catch (error) {
    return isMissing(error) ? { kind: 'missing' } : { kind: 'broken', reason: String(error) };
  }
}

async function readJournal(path: string): Promise<string> {
  try {
    return await readFile(journalOf(path), 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
