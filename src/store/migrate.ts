import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { DomainError } from '../domain/errors.ts';
import * as first from './migrations/001-first.ts';
import * as history from './migrations/002-history.ts';
import * as autoscale from './migrations/003-autoscale.ts';
import * as limits from './migrations/004-limits.ts';
import type { Schema } from './schema.ts';

/** In order; the position is the schema's version, so entries are only ever appended. */
const migrations: readonly { readonly up: (db: Kysely<never>) => Promise<void> }[] = [
  first,
  history,
  autoscale,
  limits,
];

/**
 * Brings a database to the newest schema in one transaction, which others who open it at the same time wait for.
 * Throws unsupported when the database was written by a newer Teal: an old program must not guess at new columns.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  if ((await checkedVersion(db)) === migrations.length) return;
  await db.connection().execute(async (connection) => {
    // Kysely's own transactions begin as readers, and of two readers that want to write one fails at once.
    await sql`BEGIN IMMEDIATE`.execute(connection);
    try {
      await upgrade(connection);
      await sql`COMMIT`.execute(connection);
    } catch (cause) {
      // A full disk has already rolled it back; the cause says more than that there is nothing left to roll back.
      await sql`ROLLBACK`.execute(connection).catch(() => undefined);
      throw cause;
    }
  });
}

async function upgrade(db: Kysely<Schema>): Promise<void> {
  const version = await checkedVersion(db);
  for (const { up } of migrations.slice(version)) await up(db as unknown as Kysely<never>);
  await sql.raw(`PRAGMA user_version = ${migrations.length}`).execute(db);
}

async function checkedVersion(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(db);
  const version = rows[0]?.user_version ?? 0;
  if (version <= migrations.length) return version;
  throw new DomainError(
    'unsupported',
    `The database has schema version ${version}, but this Teal knows versions up to ${migrations.length}. Start the newer Teal that wrote it, or use another TEAL_HOME.`,
  );
}
