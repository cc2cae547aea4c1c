import { expect, test } from 'vitest';
import { defaultProbe } from './deployment.ts';
import { count, crossed, noStreak, type Streak, startDeadline } from './health.ts';

const probe = { ...defaultProbe, successThreshold: 2, failureThreshold: 3 };
const after = (...results: boolean[]): Streak => results.reduce(count, noStreak);

test('a passed probe ends a streak of failures, and the other way round', () => {
  expect(after(false, false, true)).toEqual({ passed: 1, failed: 0 });
  expect(after(true, true, false)).toEqual({ passed: 0, failed: 1 });
});

test.each<[boolean[], 'up' | 'down' | 'neither']>([
  [[], 'neither'],
  [[true], 'neither'],
  [[true, true], 'up'],
  [[true, true, true], 'up'],
  [[true, true, false], 'neither'],
  [[false, false], 'neither'],
  [[false, false, false], 'down'],
  [[false, false, true, false], 'neither'],
])('after the probes %j an instance is %s', (results, verdict) => {
  expect(crossed(after(...results), probe)).toBe(verdict);
});

test('an instance may take as long to start as its liveness probe would let it fail', () => {
  expect(startDeadline(defaultProbe)).toBe(310_000);
  expect(startDeadline({ ...defaultProbe, initialDelay: 1, period: 2, failureThreshold: 3 })).toBe(7000);
});
