import { addCells, type Histogram } from './histogram.ts';

/** A quantity that was looked at `count` times. */
export type Gauge = {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
};

/**
 * What one series counted, measured and timed in a span. Samples of two spans, or of two router workers, merge into that of
 * both without a loss. Names of counts are the router's columns, and `status:CODE`, `model:CODE`, `drop:REASON`,
 * `refused:REASON`, `restarts`, `connections_opened`, `delayed:DIRECTION`, `delay_ms:DIRECTION`, `collected:COLLECTION` and
 * `uncollected:REASON/COLLECTION`; of gauges `cpu` and `memory` in percent, `connections`, and `state:NAME` in instances.
 */
export type Sample = {
  readonly counts: Map<string, number>;
  readonly gauges: Map<string, Gauge>;
  readonly times: Histogram;
};

export function emptySample(): Sample {
  return { counts: new Map(), gauges: new Map(), times: new Map() };
}

export function isEmpty({ counts, gauges, times }: Sample): boolean {
  return counts.size + gauges.size + times.size === 0;
}

export function addCount(into: Sample, name: string, count: number): void {
  if (count !== 0) into.counts.set(name, (into.counts.get(name) ?? 0) + count);
}

/** One look at a quantity. */
export function addLook(into: Sample, name: string, value: number): void {
  addGauge(into, name, { count: 1, sum: value, min: value, max: value });
}

export function addSample(into: Sample, from: Sample): void {
  for (const [name, count] of from.counts) addCount(into, name, count);
  for (const [name, gauge] of from.gauges) addGauge(into, name, gauge);
  addCells(into.times, from.times);
}

function addGauge(into: Sample, name: string, gauge: Gauge): void {
  const known = into.gauges.get(name);
  into.gauges.set(name, known === undefined ? gauge : bothOf(known, gauge));
}

export function bothOf(one: Gauge, other: Gauge): Gauge {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
  };
}

/** What was added since `before`; of two reads of the same growing numbers. */
export function sinceOf(before: Sample, after: Sample): Sample {
  const since = emptySample();
  for (const [name, count] of after.counts) addCount(since, name, count - (before.counts.get(name) ?? 0));
  for (const [cell, count] of after.times) {
    const more = count - (before.times.get(cell) ?? 0);
    if (more !== 0) since.times.set(cell, more);
  }
  return since;
}
