import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deathMemoryMs, nextStart } from './restart.ts';

const now = 10_000_000;

test.each([
  ['never died', [], 0],
  ['died once', [now], 0],
  ['died twice', [now - 500, now], now + 1000],
  ['died three times', [now - 900, now - 500, now], now + 2000],
  ['died four times, told in any order', [now, now - 900, now - 500, now - 700], now + 4000],
])('what %s starts again in due time', (_, deaths, expected) => {
  expect(nextStart(deaths, now)).toBe(expected);
});

test('deaths of long ago are forgotten', () => {
  expect(nextStart([now - deathMemoryMs, now - deathMemoryMs - 1, now], now)).toBe(0);
});

test('each recent death makes the wait longer, up to a minute', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: now - deathMemoryMs, max: now }), { maxLength: 50 }), (deaths) => {
      const wait = nextStart([...deaths, now], now) - now;
      expect(wait).toBeLessThanOrEqual(60_000);
      expect(nextStart([...deaths, now, now], now) - now).toBeGreaterThanOrEqual(Math.max(wait, 1000));
    }),
  );
});
