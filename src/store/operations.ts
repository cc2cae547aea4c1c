import { type Kysely, type Selectable, sql } from 'kysely';
import type { Operation } from '../domain/operation.ts';
import type { OperationRows, SettingRows } from '../domain/store.ts';
import { parsed } from './columns.ts';
import type { Schema } from './schema.ts';

/** So many of the newest are looked at for those that ended lately. */
const mostEnded = 200;

export function operationRows(db: Kysely<Schema>): OperationRows {
  return {
    get: async (id) => {
      const row = await db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toOperation(row);
    },
    list: async (workspaceUid, endedSince) => {
      const all = db.selectFrom('operations').selectAll();
      const open = await all.where('ended_at', 'is', null).execute();
      // By rowid, not by time: the newest are found without looking at the rest.
      const newest = await all.orderBy(sql`rowid`, 'desc').limit(mostEnded).execute();
      const ended = newest.filter(({ ended_at }) => ended_at !== null && ended_at >= endedSince);
      return [...open, ...ended]
        .filter((row) => row.workspace_uid === workspaceUid)
        .map(toOperation)
        .sort((one, other) => other.startedAt - one.startedAt);
    },
    open: async (operation) => {
      await db.insertInto('operations').values(toRow(operation)).execute();
    },
    close: async (objectUid, generation, failure, at) => {
      await db
        .updateTable('operations')
        .set({ ended_at: at, failure: failure && JSON.stringify(failure) })
        .where('object_uid', '=', objectUid)
        .where('generation', '<=', generation)
        .where('ended_at', 'is', null)
        .execute();
    },
  };
}

export function settingRows(db: Kysely<Schema>): SettingRows {
  return {
    get: async (key) =>
      (await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst())?.value,
    set: async (key, value) => {
      await db
        .insertInto('settings')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    },
  };
}

function toRow(operation: Operation): Schema['operations'] {
  return {
    id: operation.id,
    workspace_uid: operation.workspaceUid,
    object: operation.object,
    object_uid: operation.objectUid,
    object_id: operation.objectId,
    verb: operation.verb,
    generation: operation.generation,
    started_at: operation.startedAt,
    ended_at: operation.endedAt,
    failure: operation.failure && JSON.stringify(operation.failure),
  };
}

function toOperation(row: Selectable<Schema['operations']>): Operation {
  return {
    id: row.id,
    workspaceUid: row.workspace_uid,
    object: row.object as Operation['object'],
    objectUid: row.object_uid,
    objectId: row.object_id,
    verb: row.verb as Operation['verb'],
    generation: row.generation,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    failure: row.failure === null ? null : parsed(row.failure),
  };
}
