/** The table on disk for workers that start: whole, and beside it a journal of what was changed since. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeRecord, journalName, restoreTable, tableName } from '../../table/journal.ts';
import type { Table } from '../../table/table.ts';
import { appendFlushed, createLine, replaceFile, sizeOf } from './disk.ts';

export type Shelf = {
  /** What a worker that starts now would serve; undefined when there is nothing that it could read. */
  read(): Promise<Table | undefined>;
  /** Puts a whole table in the place of what is there. */
  replace(pieces: readonly string[]): Promise<void>;
  /** Adds a delta, as text; when this throws, a part of it may be there, which readers pass over. */
  append(delta: string): Promise<void>;
  /**
   * Once the journal is longer than the whole table, and than `least` bytes: writes `pieces()`, the table after the
   * last delta, and shortens the journal, while others are appended. A failure leaves both as they were.
   */
  compact(pieces: () => readonly string[]): void;
  /** Resolves when nothing is written any more. */
  idle(): Promise<void>;
};

export function createShelf(runDir: string, least: number): Shelf {
  const sizes = { whole: 0, journal: 0 };
  /** What was appended while the whole table is written. */
  let later: string[] | undefined;
  let compacting = Promise.resolve();
  const line = createLine();

  const writeWhole = async (pieces: readonly string[]): Promise<void> => {
    await replaceFile(runDir, tableName, pieces);
    sizes.whole = pieces.reduce((sum, piece) => sum + piece.length, 0);
  };
  const writeJournal = async (deltas: readonly string[]): Promise<void> => {
    const records = deltas.map(encodeRecord);
    if (records.length > 0) await replaceFile(runDir, journalName, records);
    else await rm(join(runDir, journalName), { force: true });
    sizes.journal = records.reduce((sum, record) => sum + record.length, 0);
  };

  return {
    read: async () => {
      sizes.whole = await sizeOf(join(runDir, tableName));
      sizes.journal = await sizeOf(join(runDir, journalName));
      return readTable(runDir);
    },
    replace: async (pieces) => {
      await compacting;
      await line.alone(async () => {
        await writeWhole(pieces);
        await writeJournal([]);
      });
    },
    append: (delta) =>
      line.alone(async () => {
        await appendFlushed(runDir, journalName, encodeRecord(delta));
        sizes.journal += delta.length;
        later?.push(delta);
      }),
    compact: (pieces) => {
      if (later !== undefined || sizes.journal <= Math.max(least, sizes.whole)) return;
      later = [];
      compacting = writeWhole(pieces())
        .then(() => line.alone(() => writeJournal(later ?? [])))
        .catch(() => undefined)
        .finally(() => {
          later = undefined;
        });
    },
    idle: async () => {
      await compacting;
      await line.idle();
    },
  };
}

/** The table that a run directory holds; undefined when there is none that could be read. */
export async function readTable(runDir: string): Promise<Table | undefined> {
  try {
    const journal = await readFile(join(runDir, journalName), 'utf8').catch(() => '');
    const restored = restoreTable(await readFile(join(runDir, tableName), 'utf8'), journal);
    return restored.kind === 'table' ? restored.table : undefined;
  } catch {
    return undefined;
  }
}
