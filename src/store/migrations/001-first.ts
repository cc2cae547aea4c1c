import type { Kysely } from 'kysely';
import { sql } from 'kysely';

const stamp =
  'created_at INTEGER NOT NULL, created_by TEXT NOT NULL, modified_at INTEGER NOT NULL, modified_by TEXT NOT NULL';

const tables = [
  `CREATE TABLE workspaces (uid TEXT PRIMARY KEY, subscription TEXT NOT NULL COLLATE NOCASE,
    resource_group TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE, location TEXT NOT NULL,
    created_at INTEGER NOT NULL, UNIQUE (subscription, resource_group, name)) STRICT`,
  `CREATE TABLE endpoints (uid TEXT PRIMARY KEY, workspace_uid TEXT NOT NULL REFERENCES workspaces (uid),
    name TEXT NOT NULL COLLATE NOCASE UNIQUE, spec TEXT NOT NULL, keys TEXT NOT NULL, generation INTEGER NOT NULL,
    observed_generation INTEGER NOT NULL, version INTEGER NOT NULL, deleting INTEGER NOT NULL, ${stamp}) STRICT`,
  `CREATE TABLE deployments (uid TEXT PRIMARY KEY, endpoint_uid TEXT NOT NULL REFERENCES endpoints (uid),
    name TEXT NOT NULL COLLATE NOCASE, spec TEXT NOT NULL, generation INTEGER NOT NULL,
    observed_generation INTEGER NOT NULL, target_revision INTEGER NOT NULL, serving_revision INTEGER, failure TEXT,
    version INTEGER NOT NULL, deleting INTEGER NOT NULL, ${stamp}, UNIQUE (endpoint_uid, name)) STRICT`,
  `CREATE TABLE revisions (slot INTEGER PRIMARY KEY AUTOINCREMENT,
    deployment_uid TEXT NOT NULL REFERENCES deployments (uid) ON DELETE CASCADE, number INTEGER NOT NULL,
    digest TEXT NOT NULL, run TEXT NOT NULL, created_at INTEGER NOT NULL, UNIQUE (deployment_uid, number)) STRICT`,
  `CREATE TABLE instances (id TEXT PRIMARY KEY,
    deployment_uid TEXT NOT NULL REFERENCES deployments (uid) ON DELETE CASCADE, revision INTEGER NOT NULL,
    state TEXT NOT NULL, started_at INTEGER NOT NULL, since INTEGER NOT NULL, reason TEXT) STRICT`,
  `CREATE TABLE asset_containers (uid TEXT PRIMARY KEY, workspace_uid TEXT NOT NULL REFERENCES workspaces (uid),
    kind TEXT NOT NULL, name TEXT NOT NULL, archived INTEGER NOT NULL, ${stamp},
    UNIQUE (workspace_uid, kind, name)) STRICT`,
  `CREATE TABLE asset_versions (seq INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
    container_uid TEXT NOT NULL REFERENCES asset_containers (uid), kind TEXT NOT NULL, name TEXT NOT NULL,
    version TEXT NOT NULL, spec TEXT NOT NULL, description TEXT, tags TEXT NOT NULL, properties TEXT NOT NULL,
    content_hash TEXT, archived INTEGER NOT NULL, anonymous INTEGER NOT NULL, ${stamp},
    UNIQUE (container_uid, version)) STRICT`,
  `CREATE TABLE operations (id TEXT PRIMARY KEY, workspace_uid TEXT NOT NULL, object TEXT NOT NULL,
    object_uid TEXT NOT NULL, object_id TEXT NOT NULL, verb TEXT NOT NULL, generation INTEGER NOT NULL,
    started_at INTEGER NOT NULL, ended_at INTEGER, failure TEXT) STRICT`,
  `CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL,
    object_id TEXT NOT NULL COLLATE NOCASE, what TEXT NOT NULL, operation_id TEXT, before TEXT, after TEXT) STRICT`,
  'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
];

const indexes = [
  'CREATE INDEX endpoints_by_workspace ON endpoints (workspace_uid)',
  'CREATE INDEX instances_by_deployment ON instances (deployment_uid)',
  'CREATE INDEX versions_by_hash ON asset_versions (content_hash) WHERE content_hash IS NOT NULL',
  'CREATE INDEX operations_open ON operations (object_uid) WHERE ended_at IS NULL',
  'CREATE INDEX events_by_object ON events (object_id)',
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [...tables, ...indexes]) await sql.raw(statement).execute(db);
}
