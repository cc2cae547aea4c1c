import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** `owner_uid` is an endpoint's or a workspace's; who set none has no row. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw('CREATE TABLE limits (owner_uid TEXT PRIMARY KEY, limits TEXT NOT NULL) STRICT').execute(db);
}
