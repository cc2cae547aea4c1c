import type { Kysely } from 'kysely';
import type { LimitRows } from '../domain/store.ts';
import { parsed } from './columns.ts';
import type { Schema } from './schema.ts';

export function limitRows(db: Kysely<Schema>): LimitRows {
  return {
    of: async (ownerUid) => {
      const row = await db
        .selectFrom('limits')
        .select('limits')
        .where('owner_uid', '=', ownerUid)
        .executeTakeFirst();
      return row === undefined ? {} : parsed(row.limits);
    },
    list: async () => {
      const rows = await db.selectFrom('limits').selectAll().execute();
      return new Map(rows.map(({ owner_uid, limits }) => [owner_uid, parsed(limits)]));
    },
    set: async (ownerUid, limits) => {
      await db.deleteFrom('limits').where('owner_uid', '=', ownerUid).execute();
      if (Object.keys(limits).length === 0) return;
      await db
        .insertInto('limits')
        .values({ owner_uid: ownerUid, limits: JSON.stringify(limits) })
        .execute();
    },
  };
}
