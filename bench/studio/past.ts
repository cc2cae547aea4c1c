/** A past that nobody waited for: the minutes of a day, written where a Teal keeps them, before it starts. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { minuteMs } from '../../src/domain/metrics/ports.ts';
import { addCount, addLook, emptySample, type Sample } from '../../src/domain/metrics/sample.ts';
import { keyOf } from '../../src/domain/metrics/series.ts';
import { layout } from '../../src/main/home.ts';
import { openMetricRows } from '../../src/store/metrics/rows.ts';
import { busy, deploymentNames, type Size } from './size.ts';

export function fillPast(home: string, size: Size): void {
  const { metrics } = layout(home);
  mkdirSync(join(metrics, '..'), { recursive: true, mode: 0o700 });
  const rows = openMetricRows({ path: metrics, log: (line) => console.error(line) });
  try {
    const now = Date.now();
    const newest = now - (now % minuteMs) - minuteMs;
    for (let minute = 0; minute < size.minutes; minute += 1)
      rows.add(newest - minute * minuteMs, samplesOf(minute, size), new Map());
    rows.tidy(now, false);
  } finally {
    rows.close();
  }
}

/** Every deployment has requests, some of them errors, times, and an instance. */
function samplesOf(minute: number, size: Size): ReadonlyMap<string, Sample> {
  return new Map(
    deploymentNames(size).flatMap((deployment, place) => [
      [keyOf({ endpoint: busy, deployment, kind: 'live', instance: '' }), trafficAt(minute, place)] as const,
      [
        keyOf({ endpoint: busy, deployment, kind: 'instance', instance: 'i-1' }),
        usageAt(minute, place),
      ] as const,
    ]),
  );
}

function trafficAt(minute: number, place: number): Sample {
  const sample = emptySample();
  const requests = Math.round(600 * (1.2 + wave(minute, place)));
  const errors = (minute + place) % 7 === 0 ? 5 : 0;
  addCount(sample, 'requests', requests);
  addCount(sample, 'timed', requests);
  addCount(sample, 'status:200', requests - errors);
  addCount(sample, 'status:503', errors);
  for (let cell = 0; cell < 12; cell += 1)
    sample.times.set(700 + 4 * place + cell + Math.round(20 * wave(minute, place)), Math.ceil(requests / 12));
  return sample;
}

function usageAt(minute: number, place: number): Sample {
  const sample = emptySample();
  addLook(sample, 'cpu', 40 * (1.2 + wave(minute, place)));
  addLook(sample, 'memory', 20 + place + 2 * wave(minute, place));
  return sample;
}

/** -1 to 1, another one for each deployment. */
function wave(minute: number, place: number): number {
  return Math.sin(minute / (40 + 3 * place) + place) * 0.8 + Math.sin(minute * 1.7 + place) * 0.2;
}
