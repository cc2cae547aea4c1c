/** The last good table on disk: what a worker serves when it starts and control is away. */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeTable, encodeTable } from '../table/codec.ts';
import type { Table } from '../table/table.ts';

export type LoadedTable =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'missing' }
  /** `reason` says what is wrong with the file; the caller serves without it. */
  | { readonly kind: 'broken'; readonly reason: string };

export function tableFile(runDir: string): string {
  return join(runDir, 'table.json');
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
}

/** Never throws. */
export async function loadTable(path: string): Promise<LoadedTable> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? { kind: 'missing' } : { kind: 'broken', reason: String(error) };
  }
  const decoded = decodeTable(text);
  return decoded.kind === 'table' ? decoded : { kind: 'broken', reason: decoded.problems.join('; ') };
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
