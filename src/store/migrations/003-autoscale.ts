import type { Kysely } from 'kysely';
import { sql } from 'kysely';

const statements = [
  `CREATE TABLE autoscale_settings (subscription TEXT NOT NULL COLLATE NOCASE,
    resource_group TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE, body TEXT NOT NULL,
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL, modified_at INTEGER NOT NULL, modified_by TEXT NOT NULL,
    PRIMARY KEY (subscription, resource_group, name)) STRICT`,
  `CREATE TABLE governed (deployment_uid TEXT PRIMARY KEY REFERENCES deployments (uid) ON DELETE CASCADE,
    policy TEXT, memory TEXT NOT NULL) STRICT`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
