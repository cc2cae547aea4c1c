import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deathMemoryMs, nextStart, rounds } from './restart.ts';

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
  const apart = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 50 });
  fc.assert(
    fc.property(apart, (steps) => {
      const deaths = steps.map((step) => now - 1000 - step * 1000);
      const wait = nextStart([...deaths, now], now) - now;
      expect(wait).toBeLessThanOrEqual(60_000);
      expect(nextStart([...deaths, now - 500, now], now) - now).toBeGreaterThanOrEqual(Math.max(wait, 1000));
    }),
  );
});

test('instances that died together died of one cause', () => {
  expect(rounds([now, now, now + 40, now + 90])).toBe(1);
  expect(nextStart([now, now, now, now], now)).toBe(0);
  expect(rounds([now, now + 300])).toBe(2);
});

test('a clock that was set back keeps nobody waiting', () => {
  expect(nextStart([now + 3_600_000, now + 7_200_000, now - 500], now) - now).toBeLessThanOrEqual(2000);
});
