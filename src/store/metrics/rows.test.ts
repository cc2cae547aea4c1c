import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Entry, type MetricRows, minuteMs, secondMs } from '../../domain/metrics/ports.ts';
import { addCount, addLook, emptySample, type Sample } from '../../domain/metrics/sample.ts';
import { keyOf } from '../../domain/metrics/series.ts';
import { type MetricOptions, openMetricRows } from './rows.ts';

const start = Date.UTC(2030, 0, 1, 12);
const blue = keyOf({ endpoint: 'churn', deployment: 'blue', kind: 'live', instance: '' });
const none: ReadonlyMap<string, string> = new Map();

let folder: string;
let said: string[];
let rows: MetricRows;
const open = (more: Partial<MetricOptions> = {}) =>
  openMetricRows({ path: join(folder, 'metrics.db'), log: (line) => void said.push(line), ...more });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-metrics-'));
  said = [];
  rows = open();
});
afterEach(() => {
  rows.close();
  rmSync(folder, { recursive: true, force: true });
});

function requests(count: number, cell = 700): ReadonlyMap<string, Sample> {
  const sample = emptySample();
  addCount(sample, 'requests', count);
  sample.times.set(cell, count);
  addLook(sample, 'cpu', count);
  return new Map([[blue, sample]]);
}

async function read(
  grainMs: typeof secondMs | typeof minuteMs,
  endpoint = 'churn',
  from = 0,
): Promise<Entry[]> {
  const found: Entry[] = [];
  const to = Number.MAX_SAFE_INTEGER;
  for await (const entry of rows.read(endpoint, { from, to, grainMs })) found.push(entry);
  return found;
}

const countsOf = (entries: readonly Entry[]) =>
  entries.map(({ at, sample }) => [at - start, sample.counts.get('requests')]);

test('seconds are summed up to minutes, the minute that goes on included, and nothing is counted twice', async () => {
  for (let second = 0; second < 90; second++) rows.add(start + second * secondMs, requests(1), none);
  for (const now of [start, start + 61_000, start + 61_000]) {
    rows.tidy(now, true);
    expect(countsOf(await read(minuteMs)).reduce((sum, [, count]) => sum + (count ?? 0), 0)).toBe(90);
  }
  expect((await read(secondMs)).length).toBe(90);
  const [first] = await read(minuteMs);
  expect(first?.series).toEqual({ endpoint: 'churn', deployment: 'blue', kind: 'live', instance: '' });
  expect(first?.sample).toEqual({
    counts: new Map([['requests', 60]]),
    gauges: new Map([['cpu', { count: 60, sum: 60, min: 1, max: 1 }]]),
    times: new Map([[700, 60]]),
  });
  expect(await read(minuteMs, 'other')).toEqual([]);
});

test('a clock that is put back adds to seconds and minutes that are there', async () => {
  for (const second of [0, 1, 59]) rows.add(start + second * secondMs, requests(1), none);
  rows.tidy(start + minuteMs, true);
  rows.add(start, requests(5), none);
  rows.add(start + 2 * secondMs, requests(7), none);
  rows.tidy(start + 3 * secondMs, true);
  expect(countsOf(await read(secondMs))).toEqual([
    [0, 6],
    [1000, 1],
    [2000, 7],
    [59_000, 1],
  ]);
  rows.tidy(start + minuteMs, true);
  expect(countsOf(await read(minuteMs))).toEqual([[0, 15]]);
});

test('seconds are kept for 15 minutes, minutes for 30 days, labels of a clock that ran ahead for no time', async () => {
  const day = 24 * 60 * minuteMs;
  for (const at of [start, start + 2 * day, start + 30 * day]) rows.add(at, requests(1), none);
  rows.tidy(start + minuteMs, false);
  expect((await read(secondMs)).length).toBe(3);
  expect((await read(minuteMs)).length).toBe(3);
  rows.tidy(start + minuteMs, true);
  expect(countsOf(await read(secondMs))).toEqual([[0, 1]]);
  rows.tidy(start + 2 * minuteMs, true);
  expect(countsOf(await read(minuteMs))).toEqual([[0, 1]]);
  rows.tidy(start + 16 * minuteMs, true);
  expect(await read(secondMs)).toEqual([]);
  expect(countsOf(await read(minuteMs))).toEqual([[0, 1]]);
  rows.tidy(start + 31 * day, true);
  expect(await read(minuteMs)).toEqual([]);
});

test('the file stays under its limit: the oldest minutes make room', async () => {
  rows.close();
  const limitBytes = 1024 * 1024;
  rows = open({ limitBytes });
  for (let minute = 0; minute < 3000; minute++) {
    const wide = requests(1);
    for (let cell = 0; cell < 100; cell++) wide.get(blue)?.times.set(cell, minute);
    rows.add(start + minute * minuteMs, wide, none);
    if (minute % 50 === 49) rows.tidy(start + (minute + 1) * minuteMs, true);
  }
  const kept = await read(minuteMs);
  expect(kept.at(-1)?.at).toBe(start + 2999 * minuteMs);
  expect(kept.length).toBeGreaterThan(500);
  expect(kept.length).toBeLessThan(2000);
  expect(statSync(join(folder, 'metrics.db')).size).toBeLessThan(limitBytes * 1.3);
});

test('a file that cannot grow refuses a second whole: neither samples nor marks', async () => {
  rows.close();
  rows = open({ limitBytes: 64 * 1024 });
  const add = (second: number) => {
    const wide = requests(1);
    for (let cell = 0; cell < 500; cell++) wide.get(blue)?.times.set(cell, 1);
    rows.add(start + second * secondMs, wide, new Map([['router-0.sock', String(second)]]));
  };
  let second = 0;
  expect(() => {
    for (; second < 1000; second++) add(second);
  }).toThrow('full');
  expect((await read(secondMs)).length).toBe(second);
  expect(rows.marks()).toEqual(new Map([['router-0.sock', String(second - 1)]]));
});

test('marks and samples outlive a start', async () => {
  rows.add(start, requests(3), new Map([['router-0.sock', '{"a":1}']]));
  rows.close();
  rows = open();
  expect(rows.marks()).toEqual(new Map([['router-0.sock', '{"a":1}']]));
  expect(countsOf(await read(secondMs))).toEqual([[0, 3]]);
});

test.each([
  ['is no database', (path: string) => writeFileSync(path, 'x'.repeat(10_000))],
  [
    'a newer Teal wrote',
    (path: string) => {
      const other = new Database(path);
      other.pragma('user_version = 99');
      other.close();
    },
  ],
])('a file that %s is put aside', async (_, write) => {
  rows.close();
  for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `metrics.db${ending}`), { force: true });
  write(join(folder, 'metrics.db'));
  rows = open();
  expect(said.join()).toContain('put aside');
  expect(existsSync(join(folder, 'metrics.db.broken'))).toBe(true);
  rows.add(start, requests(1), none);
  expect((await read(secondMs)).length).toBe(1);
});

test('without a place to write the numbers live in memory', async () => {
  rows.close();
  rows = open({ path: join(folder, 'nowhere', 'metrics.db') });
  expect(said.join()).toContain('in memory');
  rows.add(start, requests(1), none);
  expect((await read(secondMs)).length).toBe(1);
});

test('series that nobody wants are left out', async () => {
  const green = keyOf({ endpoint: 'churn', deployment: 'green', kind: 'instance', instance: 'i' });
  rows.add(start, requests(1), new Map());
  rows.add(start + minuteMs, new Map([[green, emptySample()]]), new Map());
  const seen = async (kind: string) => {
    const found: string[] = [];
    const span = { from: 0, to: Number.MAX_SAFE_INTEGER, grainMs: secondMs } as const;
    for await (const { series } of rows.read('churn', { ...span, of: (one) => one.kind === kind }))
      found.push(series.deployment);
    return found;
  };
  expect(await seen('live')).toEqual(['blue']);
  expect(await seen('instance')).toEqual(['green']);
  expect(await seen('mirrored')).toEqual([]);
});
