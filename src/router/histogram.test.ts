import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCells, type Histogram, middleOf, quantile, scale, startOf } from '../domain/metrics/histogram.ts';
import { count, countStatus, countTime, createCounters, LIVE, reportCounters, rowOf } from './count.ts';
import { CELLS, cellOf, LEAST_MS, PER_OCTAVE } from './histogram.ts';

const hour = 3_600_000;
const time = fc.double({ min: Math.log(0.01), max: Math.log(hour), noNaN: true }).map((x) => Math.exp(x));

function histogramOf(times: readonly number[]): Histogram {
  const histogram: Histogram = new Map();
  for (const ms of times) addCells(histogram, [[cellOf(ms), 1]]);
  return histogram;
}

test('router and reader have one scale', () => {
  const report = reportCounters(createCounters());
  expect(report.scale).toEqual(scale);
  expect(scale).toEqual({ leastMs: LEAST_MS, perOctave: PER_OCTAVE });
});

test('a time is in the cell that begins at or before it and ends after it', () => {
  fc.assert(
    fc.property(time, (ms) => {
      const cell = cellOf(ms);
      // The division by 0.01 rounds: a time a hair from a border may be on either side of it.
      expect(startOf(cell)).toBeLessThanOrEqual(ms * (1 + 1e-12));
      expect(startOf(cell + 1)).toBeGreaterThan(ms * (1 - 1e-12));
      expect(Math.abs(middleOf(cell) - ms) / ms).toBeLessThan(0.01);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['nothing', 0, 0],
  ['a negative time', -1, 0],
  ['no number', Number.NaN, 0],
  ['what is faster than the scale', 0.001, 0],
  ['a day', 24 * hour, CELLS - 1],
  ['infinity', Number.POSITIVE_INFINITY, CELLS - 1],
])('%s has a cell, too', (_, ms, cell) => {
  expect(cellOf(ms)).toBe(cell);
});

test('percentiles are within 1 % of the exact ones, however the times were spread over workers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(time, { minLength: 0, maxLength: 300 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(0, 0.5, 0.9, 0.95, 0.99, 1),
      (parts, q) => {
        const all = parts.flat().sort((one, other) => one - other);
        const merged: Histogram = new Map();
        for (const part of parts) addCells(merged, histogramOf(part));
        const exact = all[Math.max(1, Math.ceil(q * all.length - 1e-9)) - 1];
        const found = quantile(merged, q);
        if (exact === undefined) expect(found).toBeUndefined();
        else expect(Math.abs((found ?? 0) - exact) / exact).toBeLessThan(0.01);
      },
    ),
  );
});

test('a report names statuses and times that were counted, and no others', () => {
  const counters = createCounters();
  const row = rowOf(counters, 3);
  for (const status of [200, 200, 404, 999]) countStatus(row, LIVE, status);
  count(row, LIVE, 'requests');
  countTime(row, LIVE, 10);
  const { live, direct } = reportCounters(counters).slots['3'] ?? {};
  expect(live).toMatchObject({
    requests: 1,
    status_2xx: 2,
    statuses: [
      [200, 2],
      [404, 1],
      [599, 1],
    ],
    times: [[cellOf(10), 1]],
  });
  expect(direct).toMatchObject({ requests: 0, statuses: [], modelStatuses: [], times: [] });
});
