import { createHash } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import {
  canonical,
  type HistoryEntry,
  type HistoryRecord,
  type HistoryVerb,
  hashedText,
  type Json,
  type KeptLink,
  origin,
} from '../domain/history.ts';
import type { HistoryRows } from '../domain/store.ts';
import { parsed } from './columns.ts';
import type { Schema } from './schema.ts';

type Row = Selectable<Schema['history']>;

export function historyRows(db: Kysely<Schema>): HistoryRows {
  const newest = db.selectFrom('history').selectAll().orderBy('sequence', 'desc');
  return {
    append: (record) => append(db, record),
    list: async (endpointId, { deployment, before, limit }) => {
      let rows = newest.where('endpoint_id', '=', endpointId).limit(limit);
      if (deployment !== undefined) rows = rows.where('deployment', '=', deployment);
      if (before !== undefined) rows = rows.where('sequence', '<', before);
      return (await rows.execute()).map(toEntry);
    },
    chain: async (after, limit) => {
      const rows = await db
        .selectFrom('history')
        .selectAll()
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(toLink);
    },
    length: async () => {
      const { rows } = await sql<{
        seq: number;
      }>`SELECT seq FROM sqlite_sequence WHERE name = 'history'`.execute(db);
      return rows[0]?.seq ?? 0;
    },
    trafficMoves: async (endpointUid, limit) =>
      (
        await newest
          .where('endpoint_uid', '=', endpointUid)
          .where('shares', 'is not', null)
          .limit(limit)
          .execute()
      ).map(toEntry),
    deletedSince: async (endpointUid, sequence) => {
      const rows = await newest
        .where('endpoint_uid', '=', endpointUid)
        .where('verb', '=', 'delete')
        .where('sequence', '>', sequence)
        .execute();
      return rows.flatMap(({ deployment }) => (deployment === null ? [] : [deployment.toLowerCase()]));
    },
  };
}

async function append(db: Kysely<Schema>, record: HistoryRecord): Promise<HistoryEntry> {
  const last = await db
    .selectFrom('history')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const previousHash = last?.hash ?? origin;
  const content = {
    sequence: (last?.sequence ?? 0) + 1,
    at: record.at,
    who: record.who,
    verb: record.verb,
    object_id: record.objectId,
    endpoint_id: record.endpoint?.id ?? null,
    endpoint_uid: record.endpoint?.uid ?? null,
    deployment: record.deployment,
    operation_id: record.operationId,
    reason: record.reason,
    shares: record.shares && canonical(record.shares),
    before: canonical(record.before),
    after: canonical(record.after),
  };
  const hash = createHash('sha256')
    .update(hashedText(previousHash, contentOf(content)))
    .digest('hex');
  await db
    .insertInto('history')
    .values({ ...content, previous_hash: previousHash, hash })
    .execute();
  return { ...record, sequence: content.sequence, previousHash, hash };
}

/** Of the columns as they are kept, so that the check needs to understand none of them. */
function contentOf(row: Omit<Row, 'previous_hash' | 'hash'>): string {
  return canonical({
    sequence: row.sequence,
    at: row.at,
    who: row.who,
    verb: row.verb,
    objectId: row.object_id,
    endpointId: row.endpoint_id,
    endpointUid: row.endpoint_uid,
    deployment: row.deployment,
    operationId: row.operation_id,
    reason: row.reason,
    shares: row.shares,
    before: row.before,
    after: row.after,
  });
}

function toLink(row: Row): KeptLink {
  return {
    sequence: row.sequence,
    previousHash: row.previous_hash,
    hash: row.hash,
    content: contentOf(row),
  };
}

function toEntry(row: Row): HistoryEntry {
  const { endpoint_id: id, endpoint_uid: uid } = row;
  return {
    sequence: row.sequence,
    at: row.at,
    who: row.who,
    verb: row.verb as HistoryVerb,
    objectId: row.object_id,
    endpoint: id === null ? null : { id, uid: uid ?? '' },
    deployment: row.deployment,
    operationId: row.operation_id,
    reason: row.reason,
    shares: row.shares === null ? null : parsed(row.shares),
    before: readable(row.before),
    after: readable(row.after),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

/** What somebody broke from outside is shown as it is: the check of the chain tells, a list goes on. */
function readable(text: string): Json {
  try {
    return parsed(text);
  } catch {
    return text;
  }
}
