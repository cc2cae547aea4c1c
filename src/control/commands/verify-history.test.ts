import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { origin } from '../../domain/history.ts';
import type { Store } from '../../domain/store.ts';
import { openStore } from '../../store/open.ts';
import { change } from '../../store/rows.suite.ts';
import { verifyHistory } from './verify-history.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  store = await openStore(join(folder, 'teal.db'));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Somebody with the file and without scruples. */
const tamper = (...statements: readonly string[]) => {
  const sqlite = new Database(join(folder, 'teal.db'));
  for (const name of ['history_is_not_updated', 'history_is_not_deleted', 'history_grows_at_its_end']) {
    sqlite.exec(`DROP TRIGGER ${name}`);
  }
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
};
const append = async (times: number) =>
  store.change(async (rows) => {
    for (let time = 0; time < times; time++) await rows.history.append({ ...change, at: time });
  });
const verify = (noted?: string) => verifyHistory({ store, hash }, noted);

test('an empty chain holds', async () => {
  expect(await verify()).toEqual({ records: 0, head: origin, broken: null });
});

test('a chain of several pages holds, and its head is found later on', async () => {
  await append(250);
  const { head, ...rest } = await verify();
  expect(rest).toEqual({ records: 250, broken: null });
  await append(1);
  const later = await verify(head);
  expect(later).toMatchObject({ records: 251, broken: null });
  expect(later.head).not.toBe(head);
});

describe('what somebody did to the file is found', () => {
  beforeEach(() => append(5));

  test.each<[string, string, number, RegExp]>([
    ['another reason', "UPDATE history SET reason = 'x' WHERE sequence = 3", 3, /content was changed/],
    ['no reason', 'UPDATE history SET reason = NULL WHERE sequence = 3', 3, /content was changed/],
    ['another time', 'UPDATE history SET at = 7 WHERE sequence = 1', 1, /content was changed/],
    ['somebody else', "UPDATE history SET who = 'eve' WHERE sequence = 5", 5, /content was changed/],
    ['broken JSON', "UPDATE history SET shares = '{' WHERE sequence = 2", 2, /content was changed/],
    ['a hash', "UPDATE history SET hash = 'x' WHERE sequence = 2", 2, /content was changed/],
    ['a record less', 'DELETE FROM history WHERE sequence = 2', 2, /records from 2 are missing/],
    ['no beginning', 'DELETE FROM history WHERE sequence < 3', 1, /records from 1 are missing/],
    ['a cut end', 'DELETE FROM history WHERE sequence > 3', 4, /from 4 to 5 are missing at the end/],
    ['nothing left', 'DELETE FROM history', 1, /from 1 to 5 are missing at the end/],
  ])('%s', async (_, statement, sequence, why) => {
    tamper(statement);
    const { records, broken } = await verify();
    expect(broken).toMatchObject({ sequence, why: expect.stringMatching(why) });
    expect(records).toBe(sequence - 1);
  });

  test('even a chain that was computed anew, by who noted its head', async () => {
    const { head } = await verify();
    tamper('DELETE FROM history', "DELETE FROM sqlite_sequence WHERE name = 'history'");
    await store.change((rows) => rows.history.append({ ...change, who: 'eve' }));
    expect((await verify()).broken).toBeNull();
    expect((await verify(head)).broken).toEqual({ sequence: null, why: `no record has the hash ${head}` });
  });
});
