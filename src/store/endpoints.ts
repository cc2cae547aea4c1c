import type { Kysely, Selectable } from 'kysely';
import type { Endpoint } from '../domain/endpoint.ts';
import type { EndpointRows } from '../domain/store.ts';
import { parsed, stampColumns, stampOf } from './columns.ts';
import { requireOne } from './guard.ts';
import type { Schema } from './schema.ts';

export function endpointRows(db: Kysely<Schema>): EndpointRows {
  const all = db.selectFrom('endpoints').selectAll();
  return {
    list: async (workspaceUid) => {
      const rows = workspaceUid === undefined ? all : all.where('workspace_uid', '=', workspaceUid);
      return (await rows.orderBy('name').execute()).map(toEndpoint);
    },
    get: async (uid) => {
      const row = await all.where('uid', '=', uid).executeTakeFirst();
      return row && toEndpoint(row);
    },
    find: async (name) => {
      const row = await all.where('name', '=', name).executeTakeFirst();
      return row && toEndpoint(row);
    },
    save: (endpoint) => save(db, endpoint),
    remove: async (uid) => {
      await db.deleteFrom('limits').where('owner_uid', '=', uid).execute();
      await db.deleteFrom('endpoints').where('uid', '=', uid).execute();
    },
  };
}

async function save(db: Kysely<Schema>, endpoint: Endpoint): Promise<void> {
  const row = toRow(endpoint);
  const what = `endpoint '${endpoint.name}'`;
  if (endpoint.version === 1) {
    const inserted = await db
      .insertInto('endpoints')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    requireOne(inserted.numInsertedOrUpdatedRows, what);
    return;
  }
  const { numUpdatedRows } = await db
    .updateTable('endpoints')
    .set(row)
    .where('uid', '=', endpoint.uid)
    .where('version', '=', endpoint.version - 1)
    .executeTakeFirst();
  requireOne(numUpdatedRows, what);
}

function toRow(endpoint: Endpoint): Schema['endpoints'] {
  return {
    uid: endpoint.uid,
    workspace_uid: endpoint.workspaceUid,
    name: endpoint.name,
    spec: JSON.stringify(endpoint.spec),
    keys: JSON.stringify(endpoint.keys),
    generation: endpoint.generation,
    observed_generation: endpoint.observedGeneration,
    version: endpoint.version,
    deleting: endpoint.deleting ? 1 : 0,
    ...stampColumns(endpoint),
  };
}

function toEndpoint(row: Selectable<Schema['endpoints']>): Endpoint {
  return {
    uid: row.uid,
    workspaceUid: row.workspace_uid,
    name: row.name,
    spec: parsed(row.spec),
    keys: parsed(row.keys),
    generation: row.generation,
    observedGeneration: row.observed_generation,
    version: row.version,
    deleting: row.deleting === 1,
    ...stampOf(row),
  };
}
