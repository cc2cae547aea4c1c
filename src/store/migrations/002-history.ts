/**
 * `events` becomes `history`: the same lines in a chain of hashes that can only grow. The chain's first links are the
 * events that there are, as they were written; undo does not go back to them, for they do not say which endpoint of a name.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';

type OldEvent = {
  readonly at: number;
  readonly actor: string;
  readonly object_id: string;
  readonly what: string;
  readonly operation_id: string | null;
  readonly before: string | null;
  readonly after: string | null;
};

const origin = '0'.repeat(64);

const statements = [
  // AUTOINCREMENT remembers the highest number that was ever given, so that a chain whose end was cut off shows.
  `CREATE TABLE history (sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL,
    verb TEXT NOT NULL, object_id TEXT NOT NULL COLLATE NOCASE, endpoint_id TEXT COLLATE NOCASE, endpoint_uid TEXT,
    deployment TEXT COLLATE NOCASE, operation_id TEXT, reason TEXT, shares TEXT, before TEXT NOT NULL,
    after TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT`,
  'CREATE INDEX history_by_endpoint ON history (endpoint_id, sequence)',
  'CREATE INDEX history_of_traffic ON history (endpoint_uid, sequence) WHERE shares IS NOT NULL',
  `CREATE INDEX history_of_deletions ON history (endpoint_uid, sequence) WHERE verb = 'delete'`,
  `CREATE TRIGGER history_is_not_updated BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END`,
  `CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END`,
  // Also against INSERT OR REPLACE, whose deletions wake no trigger.
  `CREATE TRIGGER history_grows_at_its_end BEFORE INSERT ON history
    WHEN NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM history)
      OR NEW.previous_hash IS NOT COALESCE((SELECT hash FROM history ORDER BY sequence DESC LIMIT 1), '${origin}')
    BEGIN SELECT RAISE(ABORT, 'history grows at its end only'); END`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  const { rows } = await sql<OldEvent>`SELECT * FROM events ORDER BY seq`.execute(db);
  let previous = origin;
  for (const [at, event] of rows.entries()) previous = await take(db, at + 1, previous, event);
  await sql.raw('DROP TABLE events').execute(db);
}

/** Appends an event and returns its hash. The order of the members is that of `canonical`. */
async function take(db: Kysely<never>, sequence: number, previous: string, old: OldEvent): Promise<string> {
  const endpointId =
    /^(.*\/onlineEndpoints\/[^/]+)(?:\/deployments\/[^/]+)?$/i.exec(old.object_id)?.[1] ?? null;
  const deployment = /\/deployments\/([^/]+)$/i.exec(old.object_id)?.[1] ?? null;
  const [after, before] = [old.after ?? 'null', old.before ?? 'null'];
  const content = JSON.stringify({
    after,
    at: old.at,
    before,
    deployment,
    endpointId,
    endpointUid: null,
    objectId: old.object_id,
    operationId: old.operation_id,
    reason: null,
    sequence,
    shares: null,
    verb: old.what,
    who: old.actor,
  });
  const hash = createHash('sha256').update(`${previous}\n${content}`).digest('hex');
  await sql`INSERT INTO history (sequence, at, who, verb, object_id, endpoint_id, deployment, operation_id, before,
    after, previous_hash, hash) VALUES (${sequence}, ${old.at}, ${old.actor}, ${old.what}, ${old.object_id},
    ${endpointId}, ${deployment}, ${old.operation_id}, ${before}, ${after}, ${previous}, ${hash})`.execute(
    db,
  );
  return hash;
}
