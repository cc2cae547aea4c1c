import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { origin } from '../domain/history.ts';
import * as first from './migrations/001-first.ts';
import { openStore } from './open.ts';
import { change } from './rows.suite.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  path = join(folder, 'teal.db');
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ['an update', "UPDATE history SET reason = 'another' WHERE sequence = 1", 'append-only'],
  ['a deletion', 'DELETE FROM history', 'append-only'],
  ['a replacement', 'INSERT OR REPLACE INTO history SELECT * FROM history WHERE sequence = 1', 'at its end'],
  [
    'a gap',
    "INSERT INTO history SELECT 4, at, 'eve', verb, object_id, endpoint_id, endpoint_uid, deployment, operation_id, reason, shares, before, after, hash, hash FROM history WHERE sequence = 2",
    'at its end',
  ],
  [
    'a link to another record than the last',
    "INSERT INTO history SELECT 3, at, 'eve', verb, object_id, endpoint_id, endpoint_uid, deployment, operation_id, reason, shares, before, after, hash, hash FROM history WHERE sequence = 1",
    'at its end',
  ],
])('the database itself refuses %s', async (_, statement, message) => {
  const store = await openStore(path);
  for (let times = 0; times < 2; times++) await store.change((rows) => rows.history.append(change));
  const before = await store.rows.history.chain(0, 9);
  const sqlite = new Database(path);
  expect(() => sqlite.exec(statement)).toThrow(message);
  sqlite.close();
  expect(await store.rows.history.chain(0, 9)).toEqual(before);
  await store.close();
});

test('a record that somebody broke from outside is shown as it is', async () => {
  const store = await openStore(path);
  await store.change((rows) => rows.history.append(change));
  const sqlite = new Database(path);
  sqlite.exec("DROP TRIGGER history_is_not_updated; UPDATE history SET after = 'no JSON'");
  sqlite.close();
  const [entry] = await store.rows.history.list(change.objectId, { limit: 1 });
  expect(entry?.after).toBe('no JSON');
  await store.close();
});

test('events of an older Teal become the first links', async () => {
  const sqlite = new Database(path);
  const db = new Kysely<never>({ dialect: new SqliteDialect({ database: sqlite }) });
  await first.up(db);
  const insert = sqlite.prepare(
    'INSERT INTO events (at, actor, object_id, what, operation_id, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  insert.run(1, 'admin', '/w/onlineEndpoints/churn', 'create', 'oe:E:1', null, '{"traffic":{}}');
  insert.run(2, 'admin', '/w/onlineEndpoints/churn/deployments/Blue', 'delete', null, '"blue"', 'null');
  insert.run(3, 'admin', '/w', 'create', null, null, '{}');
  sqlite.pragma('user_version = 1');
  await db.destroy();

  const store = await openStore(path);
  const { history } = store.rows;
  expect(await history.list('/W/onlineendpoints/CHURN', { limit: 9 })).toMatchObject([
    { sequence: 2, verb: 'delete', deployment: 'Blue', who: 'admin', at: 2, before: 'blue', after: null },
    {
      sequence: 1,
      verb: 'create',
      deployment: null,
      operationId: 'oe:E:1',
      after: { traffic: {} },
      previousHash: origin,
    },
  ]);
  const { verifyHistory } = await import('../control/commands/verify-history.ts');
  const { createHash } = await import('node:crypto');
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  await store.change((rows) => rows.history.append(change));
  expect(await verifyHistory({ store, hash })).toMatchObject({ records: 4, broken: null });
  await store.close();
});
