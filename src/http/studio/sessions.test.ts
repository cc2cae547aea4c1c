/** How long sessions and links last, by a clock that the test sets, in a real database. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../domain/store.ts';
import { openStore } from '../../store/open.ts';
import { createAttempts } from './attempts.ts';
import { createSessions, idleMs, linkMs, longestMs, type Sessions } from './sessions.ts';

const start = 1_700_000_000_000;
let now: number;
let store: Store;
let sessions: Sessions;

beforeEach(async () => {
  now = start;
  store = await openStore(':memory:');
  sessions = await createSessions(store, () => now);
});
afterEach(() => store.close());

test('a session that nobody uses is over after twelve hours', async () => {
  const { secret, expiresAt } = await sessions.begin();
  expect(expiresAt).toBe(start + longestMs);
  now = start + idleMs - 1;
  expect(sessions.expiry(secret)).toBe(start + idleMs);
  expect(sessions.use(secret)).toBe(true);
  now += idleMs - 1;
  expect(sessions.use(secret)).toBe(true);
  now += idleMs;
  expect(sessions.expiry(secret)).toBeUndefined();
  expect(sessions.use(secret)).toBe(false);
});

test('one that is used all the time is over after seven days', async () => {
  const { secret } = await sessions.begin();
  for (; now < start + longestMs; now += idleMs / 2) expect(sessions.use(secret)).toBe(true);
  expect(sessions.use(secret)).toBe(false);
});

test('a link is over after ten minutes, and after it was used, and is no session', async () => {
  const link = await sessions.createLink();
  expect(link.expiresAt).toBe(start + linkMs);
  expect(sessions.use(link.secret)).toBe(false);
  now += linkMs;
  expect(await sessions.redeem(link.secret)).toBe(false);
  const other = await sessions.createLink();
  expect(await sessions.redeem(other.secret)).toBe(true);
  expect(await sessions.redeem(other.secret)).toBe(false);
});

test('what another process wrote down is taken over, without a secret in it', async () => {
  const { secret } = await sessions.begin();
  const link = await sessions.createLink();
  const ended = await sessions.begin();
  await sessions.end(ended.secret);
  const kept = (await store.rows.settings.get('studio-sessions')) ?? '';
  for (const clear of [secret, link.secret, ended.secret]) expect(kept).not.toContain(clear);
  const after = await createSessions(store, () => now);
  expect(after.use(secret)).toBe(true);
  expect(after.use(ended.secret)).toBe(false);
  expect(await after.redeem(link.secret)).toBe(true);
  expect(await (await createSessions(store, () => now)).redeem(link.secret)).toBe(false);
});

test('there are never more than a hundred: the one used least lately goes', async () => {
  const first = await sessions.begin();
  for (let count = 0; count < 100; count++) {
    now += 1;
    await sessions.begin();
  }
  expect(sessions.use(first.secret)).toBe(false);
});

test('ten failures within a minute are enough for one address, not for another', () => {
  const attempts = createAttempts(() => now);
  for (let count = 0; count < 10; count++) {
    attempts.check('a');
    attempts.failed('a');
    now += 1000;
  }
  expect(() => attempts.check('a')).toThrow(/try again in 50 s/);
  attempts.check('b');
  now = start + 60_000;
  attempts.check('a');
});
