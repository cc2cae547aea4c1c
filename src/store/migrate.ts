import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { DomainError } from '../domain/errors.ts';
import * as first from './migrations/001-first.ts';
import type { Schema } from './schema.ts';

/** In order; the position is the schema's version, so entries are only ever appended. */
const migrations: readonly { readonly up: (db: Kysely<never>) => Promise<void> }[] = [first];

/**
 * Brings a database to the newest schema, each step in a transaction of its own.
 * Throws unsupported when the database was written by a newer Teal: an old program must not guess at new columns.
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(db);
  const version = rows[0]?.user_version ?? 0;
  if (version > migrations.length) {
    throw new DomainError(
      'unsupported',
      `The database has schema version ${version}, but this Teal knows versions up to ${migrations.length}. Start the newer Teal that wrote it, or use another TEAL_HOME.`,
    );
  }
  for (const [index, { up }] of migrations.entries()) {
    if (index < version) continue;
    await db.transaction().execute(async (trx) => {
      await up(trx as unknown as Kysely<never>);
      await sql.raw(`PRAGMA user_version = ${index + 1}`).execute(trx);
    });
  }
}
