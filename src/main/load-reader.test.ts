import { expect, test } from 'vitest';
import type { Trigger } from '../domain/autoscale/settings.ts';
import { addCount, addLook, emptySample, type Sample } from '../domain/metrics/sample.ts';
import { keyOf, type SeriesKind } from '../domain/metrics/series.ts';
import { openMetricRows } from '../store/metrics/rows.ts';
import { createLoadReader } from './load-reader.ts';

const now = Date.UTC(2030, 0, 1, 12, 0, 30);
const rows = openMetricRows({ path: ':memory:', log: () => undefined });
const reader = createLoadReader(rows);

function add(
  agoSeconds: number,
  kind: SeriesKind,
  fill: (sample: Sample) => void,
  deployment = 'blue',
): void {
  const sample = emptySample();
  fill(sample);
  const instance = kind === 'instance' ? 'i' : '';
  const key = keyOf({ endpoint: 'churn', deployment, kind, instance });
  rows.add(now - agoSeconds * 1000, new Map([[key, sample]]), new Map());
}

for (let ago = 1; ago <= 150; ago += 1) {
  add(ago, 'deployment', (sample) => addLook(sample, 'in_flight', ago <= 60 ? 3 : 1));
  if (ago <= 60) add(ago, 'instance', (sample) => addLook(sample, 'cpu', 80));
  if (ago > 60 && ago <= 90) add(ago, 'instance', (sample) => addLook(sample, 'cpu', 20));
}
for (let ago = 61; ago <= 70; ago += 1) {
  add(ago, 'live', (sample) => {
    addCount(sample, 'requests', 2);
    addCount(sample, 'status:200', 2);
  });
}

const trigger = (metric: string, change: Partial<Trigger> = {}): Trigger => ({
  metric,
  of: { endpoint: 'churn', deployment: 'blue' },
  dimensions: [],
  grainMs: 60_000,
  statistic: 'Average',
  windowMs: 180_000,
  aggregation: 'Average',
  operator: 'GreaterThan',
  threshold: 0,
  dividePerInstance: false,
  shared: false,
  ...change,
});
const window = (metric: string, change?: Partial<Trigger>) => reader.window(trigger(metric, change), now);

test('grains end now; one without a value is left out', async () => {
  expect(await window('CpuUtilizationPercentage')).toEqual([20, 80]);
  expect(await window('CpuUtilizationPercentage', { statistic: 'Count' })).toEqual([30, 60]);
  expect(await window('CpuUtilizationPercentage', { grainMs: 180_000 })).toEqual([60]);
  expect(await window('RequestsInFlight', { statistic: 'Max' })).toEqual([1, 1, 3]);
});

test('a count of nothing is 0 where anything was recorded, and nothing where nothing was', async () => {
  expect(await window('RequestsPerMinute', { statistic: 'Sum' })).toEqual([0, 20, 0]);
  expect(
    await window('RequestsPerMinute', { statistic: 'Sum', of: { endpoint: 'churn', deployment: null } }),
  ).toEqual([0, 20, 0]);
  expect(await window('RequestsPerMinute', { of: { endpoint: 'gone', deployment: null } })).toEqual([]);
  expect(await reader.window(trigger('RequestsPerMinute'), now + 3_600_000)).toEqual([]);
});

test('dimensions choose, and what is not known gives nothing', async () => {
  const of = { endpoint: 'churn', deployment: null };
  const ask = (operator: 'Equals' | 'NotEquals', values: string[]) =>
    window('RequestsPerMinute', {
      of,
      statistic: 'Sum',
      dimensions: [{ name: 'statusCodeClass', operator, values }],
    });
  expect(await ask('Equals', ['2xx'])).toEqual([0, 20, 0]);
  expect(await ask('NotEquals', ['2xx'])).toEqual([0, 0, 0]);
  expect(await ask('Equals', ['*'])).toEqual([0, 20, 0]);
  expect(await window('RequestLatency_P50')).toEqual([]);
  expect(await window('Nope')).toEqual([]);
});

test('looks, second by second', async () => {
  const looks = await reader.looks('churn', 'blue', { from: now - 3000, to: now });
  expect(looks).toEqual([3, 2, 1].map((ago) => ({ at: now - ago * 1000, busy: 3 })));
  expect(await reader.looks('churn', 'green', { from: 0, to: now })).toEqual([]);
});
