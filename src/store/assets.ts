import type { Kysely, Selectable } from 'kysely';
import { type AssetContainer, type AssetKind, type AssetVersion, nextVersion } from '../domain/asset.ts';
import type { AssetRows } from '../domain/store.ts';
import { parsed, stampColumns, stampOf } from './columns.ts';
import type { Schema } from './schema.ts';

type ContainerRow = Selectable<Schema['asset_containers']>;

export function assetRows(db: Kysely<Schema>): AssetRows {
  const containers = db.selectFrom('asset_containers').selectAll();
  const versions = db.selectFrom('asset_versions').selectAll();
  return {
    containers: async (workspaceUid, kind) => {
      const rows = await containers
        .where('workspace_uid', '=', workspaceUid)
        .where('kind', '=', kind)
        .orderBy('name')
        .execute();
      return Promise.all(rows.map((row) => toContainer(db, row)));
    },
    container: async (workspaceUid, kind, name) => {
      const row = await containers
        .where('workspace_uid', '=', workspaceUid)
        .where('kind', '=', kind)
        .where('name', '=', name)
        .executeTakeFirst();
      return row && toContainer(db, row);
    },
    versions: async (containerUid) =>
      (await versions.where('container_uid', '=', containerUid).orderBy('seq', 'desc').execute()).map(
        toVersion,
      ),
    version: async (containerUid, version) => {
      const row = await versions
        .where('container_uid', '=', containerUid)
        .where('version', '=', version)
        .executeTakeFirst();
      return row && toVersion(row);
    },
    codesByHash: async (workspaceUid, hash) => {
      const rows = await versions
        .where('content_hash', '=', hash)
        .where('kind', '=', 'codes')
        .where(
          'container_uid',
          'in',
          db.selectFrom('asset_containers').select('uid').where('workspace_uid', '=', workspaceUid),
        )
        .execute();
      return rows.map(toVersion);
    },
    saveContainer: (container) => saveContainer(db, container),
    saveVersion: (version) => saveVersion(db, version),
  };
}

async function saveContainer(
  db: Kysely<Schema>,
  container: Omit<AssetContainer, 'latest' | 'next' | 'anonymous'>,
): Promise<void> {
  const row = {
    uid: container.uid,
    workspace_uid: container.workspaceUid,
    kind: container.kind,
    name: container.name,
    archived: container.archived ? 1 : 0,
    ...stampColumns(container),
  };
  await db
    .insertInto('asset_containers')
    .values(row)
    .onConflict((conflict) => conflict.column('uid').doUpdateSet(row))
    .execute();
}

async function saveVersion(db: Kysely<Schema>, version: AssetVersion): Promise<void> {
  const row = {
    uid: version.uid,
    container_uid: version.containerUid,
    kind: version.kind,
    name: version.name,
    version: version.version,
    spec: JSON.stringify(version.spec),
    description: version.description,
    tags: JSON.stringify(version.tags),
    properties: JSON.stringify(version.properties),
    content_hash: version.properties.hash_sha256 ?? null,
    archived: version.archived ? 1 : 0,
    anonymous: version.anonymous ? 1 : 0,
    ...stampColumns(version),
  };
  await db
    .insertInto('asset_versions')
    .values(row)
    .onConflict((conflict) => conflict.column('uid').doUpdateSet(row))
    .execute();
}

async function toContainer(db: Kysely<Schema>, row: ContainerRow): Promise<AssetContainer> {
  const versions = await db
    .selectFrom('asset_versions')
    .select(['version', 'archived', 'anonymous'])
    .where('container_uid', '=', row.uid)
    .orderBy('seq', 'desc')
    .execute();
  return {
    uid: row.uid,
    workspaceUid: row.workspace_uid,
    kind: row.kind as AssetKind,
    name: row.name,
    archived: row.archived === 1,
    latest: (versions.find(({ archived }) => archived === 0) ?? versions[0])?.version ?? null,
    anonymous: versions.length > 0 && versions.every(({ anonymous }) => anonymous === 1),
    next: nextVersion(versions.map(({ version }) => version)),
    ...stampOf(row),
  };
}

function toVersion(row: Selectable<Schema['asset_versions']>): AssetVersion {
  return {
    uid: row.uid,
    containerUid: row.container_uid,
    kind: row.kind as AssetKind,
    name: row.name,
    version: row.version,
    spec: parsed(row.spec),
    description: row.description,
    tags: parsed(row.tags),
    properties: parsed(row.properties),
    archived: row.archived === 1,
    anonymous: row.anonymous === 1,
    ...stampOf(row),
  };
}
