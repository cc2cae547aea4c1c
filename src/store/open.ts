import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { DomainError } from '../domain/errors.ts';
import type { Rows, Store } from '../domain/store.ts';
import { assetRows } from './assets.ts';
import { autoscaleRows } from './autoscale.ts';
import { deploymentRows, instanceRows, revisionRows } from './deployments.ts';
import { endpointRows } from './endpoints.ts';
import { historyRows } from './history.ts';
import { limitRows } from './limits.ts';
import { migrate } from './migrate.ts';
import { operationRows, settingRows } from './operations.ts';
import type { Schema } from './schema.ts';
import { workspaceRows } from './workspaces.ts';

/**
 * Opens (or makes) the database file; ':memory:' is for tests.
 * WAL with full synchronisation: what the API confirmed is still there after a power cut.
 * Throws unavailable when the file is not a sound database, unsupported when a newer Teal wrote it.
 */
export async function openStore(path: string): Promise<Store> {
  const sqlite = openSound(path);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
  try {
    await migrate(db);
  } catch (cause) {
    await db.destroy();
    throw cause;
  }
  return {
    rows: rowsOf(db),
    change: (work) =>
      inTransaction(db, work).catch((cause: unknown) => {
        throw translated(cause);
      }),
    close: () => db.destroy(),
  };
}

async function inTransaction<T>(db: Kysely<Schema>, work: (rows: Rows) => Promise<T>): Promise<T> {
  const transaction = await db.startTransaction().execute();
  try {
    const result = await work(rowsOf(transaction));
    await transaction.commit().execute();
    return result;
  } catch (cause) {
    // A full disk has already rolled it back; the cause says more than that there is nothing left to roll back.
    await transaction
      .rollback()
      .execute()
      .catch(() => undefined);
    throw cause;
  }
}

function rowsOf(db: Kysely<Schema>): Rows {
  return {
    workspaces: workspaceRows(db),
    endpoints: endpointRows(db),
    deployments: deploymentRows(db),
    revisions: revisionRows(db),
    instances: instanceRows(db),
    assets: assetRows(db),
    operations: operationRows(db),
    history: historyRows(db),
    limits: limitRows(db),
    settings: settingRows(db),
    autoscale: autoscaleRows(db),
  };
}

function openSound(path: string): Database.Database {
  let sqlite: Database.Database | undefined;
  try {
    sqlite = new Database(path, { timeout: 5000 });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    const verdict = sqlite.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(String(verdict));
    return sqlite;
  } catch (cause) {
    sqlite?.close();
    throw new DomainError(
      'unavailable',
      `The database ${path} cannot be used (${cause instanceof Error ? cause.message : String(cause)}). Nothing was changed in it: restore it from a copy, or move it away to begin with an empty one.`,
      { cause },
    );
  }
}

/** What is the operator's business has its own answer; the transaction is already rolled back. */
function translated(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code.startsWith('SQLITE_BUSY')) {
    return new DomainError(
      'unavailable',
      'The database is in use by another process; nothing was changed. Try again.',
      { cause },
    );
  }
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) {
    return new DomainError(
      'storage-full',
      'The disk that holds the database is full; nothing was changed. Free some space and try again.',
      { cause },
    );
  }
  return cause;
}
