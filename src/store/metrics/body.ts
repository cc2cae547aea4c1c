import type { Histogram } from '../../domain/metrics/histogram.ts';
import type { Gauge, Sample } from '../../domain/metrics/sample.ts';

/** A sample as text: JSON without names that repeat. */
type Body = {
  readonly c?: readonly (readonly [string, number])[];
  readonly g?: readonly (readonly [string, number, number, number, number])[];
  /** Cells in order, each as its distance from the one before, followed by what is in it. */
  readonly t?: readonly number[];
};

export function encodeSample({ counts, gauges, times }: Sample): string {
  const body: Body = {
    ...(counts.size === 0 ? {} : { c: [...counts] }),
    ...(gauges.size === 0
      ? {}
      : { g: [...gauges].map(([name, { count, sum, min, max }]) => [name, count, sum, min, max] as const) }),
    ...(times.size === 0 ? {} : { t: distances(times) }),
  };
  return JSON.stringify(body);
}

export function decodeSample(text: string): Sample {
  const { c = [], g = [], t = [] } = JSON.parse(text) as Body;
  const gauges = g.map(([name, count, sum, min, max]): [string, Gauge] => [name, { count, sum, min, max }]);
  return { counts: new Map(c), gauges: new Map(gauges), times: cells(t) };
}

function distances(times: Histogram): number[] {
  let last = 0;
  return [...times]
    .sort(([one], [other]) => one - other)
    .flatMap(([cell, count]) => {
      const distance = cell - last;
      last = cell;
      return [distance, count];
    });
}

function cells(distances: readonly number[]): Histogram {
  const times: Histogram = new Map();
  let cell = 0;
  for (let at = 0; at + 1 < distances.length; at += 2) {
    cell += distances[at] ?? 0;
    times.set(cell, distances[at + 1] ?? 0);
  }
  return times;
}
