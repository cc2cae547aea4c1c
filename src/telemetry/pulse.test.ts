/** The load of all endpoints, by totals and a clock that the test sets. */
import { beforeEach, expect, test } from 'vitest';
import type { Beat } from '../domain/metrics/ports.ts';
import { addCount, emptySample, type Sample } from '../domain/metrics/sample.ts';
import { createPulse } from './pulse.ts';

const start = 1_700_000_010_000;
let now: number;
let totals: Map<string, Sample>;
let pulse: ReturnType<typeof createPulse>;
let beats: Beat[];

beforeEach(() => {
  now = start;
  totals = new Map();
  count('old/blue/live/', { requests: 50, 'status:200': 50 });
  pulse = createPulse({ totals, now: () => now });
  beats = [];
  pulse.watch((beat) => beats.push(beat));
});

function count(key: string, counts: Readonly<Record<string, number>>): void {
  const sample = totals.get(key) ?? emptySample();
  totals.set(key, sample);
  for (const [name, more] of Object.entries(counts)) addCount(sample, name, more);
}

function beatAfter(ms: number): void {
  now += ms;
  pulse.beat();
}

test('what was counted since the last beat is told, of all ways to an endpoint but copies', () => {
  count('churn/blue/live/', { requests: 10, 'status:200': 8, 'status:424': 2 });
  count('churn/green/direct/', { requests: 3, 'status:200': 3 });
  count('churn/green/mirrored/', { requests: 10, 'status:500': 10 });
  count('churn//refused/', { 'refused:unauthorized': 4 });
  count('//refused/', { 'refused:not_found': 9 });
  beatAfter(5000);
  beatAfter(5000);
  expect(beats.map(({ seconds, endpoints }) => [seconds, Object.fromEntries(endpoints)])).toEqual([
    [5, { churn: { requests: 17, errors: 6 } }],
    [5, {}],
  ]);
});

test('the window has sixty whole slots, and begins anew for what is too old', () => {
  count('churn/blue/live/', { requests: 6 });
  beatAfter(5000);
  const total = () =>
    pulse
      .window()
      .series.get('churn')
      ?.reduce((sum, { requests }) => sum + requests, 0);
  expect(total() ?? 0).toBe(0);
  now += 15_000;
  const { from, slots, slotMs, series } = pulse.window();
  expect({ slots, slotMs, length: series.get('churn')?.length, total: total() }).toEqual({
    slots: 60,
    slotMs: 15_000,
    length: 60,
    total: 6,
  });
  expect(from % slotMs).toBe(0);
  beatAfter(16 * 60_000);
  expect(pulse.window().series.size).toBe(0);
});

test('what was kept from before the start is taken in, and a clock that goes back leaves nothing ahead', () => {
  const sample = emptySample();
  addCount(sample, 'requests', 7);
  const series = { endpoint: 'churn', deployment: 'blue', kind: 'live', instance: '' } as const;
  pulse.take({ at: start - 60_000, series, sample });
  const counts = pulse.window().series.get('churn') ?? [];
  expect(counts.filter(({ requests }) => requests === 7)).toHaveLength(1);
  beatAfter(-10 * 60_000);
  expect(pulse.window().series.size).toBe(0);
});

test('a deployment that is made again under its name is counted from its beginning', () => {
  count('churn/blue/live/', { requests: 10 });
  beatAfter(5000);
  totals.delete('churn/blue/live/');
  beatAfter(5000);
  count('churn/blue/live/', { requests: 2 });
  beatAfter(5000);
  expect(beats.map(({ endpoints }) => endpoints.get('churn')?.requests ?? 0)).toEqual([10, 0, 2]);
});
