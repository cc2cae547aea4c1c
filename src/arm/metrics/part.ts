/** What was observed of one metric and one series of a result in an interval, and in the grains that it is made of. */
import { addCells, type Histogram, middleOf, quantile } from '../../domain/metrics/histogram.ts';
import { minuteMs, secondMs } from '../../domain/metrics/ports.ts';
import { bothOf, type Gauge } from '../../domain/metrics/sample.ts';
import type { Aggregation, Source } from './catalog.ts';
import type { Observed } from './observe.ts';

export type Part = {
  count: number;
  timed: number;
  ms: number;
  readonly times: Histogram;
  readonly gauges: Map<string, Gauge>;
};

/** What an interval comes to; an aggregation that has no value there is missing. */
export type Values = Partial<Readonly<Record<Aggregation, number>>>;

export function emptyPart(): Part {
  return { count: 0, timed: 0, ms: 0, times: new Map(), gauges: new Map() };
}

export function addObserved(part: Part, observed: Observed): void {
  switch (observed.kind) {
    case 'count':
      part.count += observed.count;
      break;
    case 'times':
      part.timed += observed.timed;
      part.ms += observed.ms;
      addCells(part.times, observed.times);
      break;
    case 'gauge': {
      const known = part.gauges.get(observed.name);
      part.gauges.set(observed.name, known === undefined ? observed.gauge : bothOf(known, observed.gauge));
      break;
    }
    default:
      observed satisfies never;
  }
}

/** Of `parts`, the grains with anything in them; an interval has `expected` of them, each `grainMs` long. */
export function valuesOf(
  source: Source,
  parts: readonly Part[],
  { expected, grainMs }: { readonly expected: number; readonly grainMs: number },
): Values {
  switch (source.kind) {
    case 'requests':
    case 'counts':
    case 'collection':
    case 'throttled':
      return ratesOf(parts, expected, minuteMs / grainMs);
    case 'rates':
      return ratesOf(parts, expected, secondMs / grainMs);
    case 'mean-latency':
      return meanOf(parts);
    case 'latency':
      return quantileOf(parts, source.quantile);
    case 'gauge':
      return looksOf(parts);
    case 'capacity':
      return capacityOf(parts);
    default:
      return source satisfies never;
  }
}

/** Grains without a request are grains with none; `scale` makes what a grain has the rate. */
function ratesOf(parts: readonly Part[], expected: number, scale: number): Values {
  const counts = parts.map(({ count }) => count);
  const total = sum(counts);
  return {
    Total: total,
    Average: (total / expected) * scale,
    Minimum: (counts.length < expected ? 0 : Math.min(...counts)) * scale,
    Maximum: Math.max(0, ...counts) * scale,
    Count: counts.length,
  };
}

function meanOf(parts: readonly Part[]): Values {
  const timed = sum(parts.map((part) => part.timed));
  if (timed === 0) return {};
  const cells = parts.flatMap(({ times }) => [...times.keys()]);
  const total = sum(parts.map(({ ms }) => ms));
  const [least, most] = cells.reduce(
    ([low, high], cell) => [Math.min(low, cell), Math.max(high, cell)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return {
    Total: total,
    Average: total / timed,
    Minimum: middleOf(least),
    Maximum: middleOf(most),
    Count: timed,
  };
}

/** A percentile of the whole interval, from merged histograms, is no average of percentiles. */
function quantileOf(parts: readonly Part[], q: number): Values {
  const merged: Histogram = new Map();
  for (const { times } of parts) addCells(merged, times);
  const whole = quantile(merged, q);
  if (whole === undefined) return {};
  const each = parts.map(({ times }) => quantile(times, q)).filter((value) => value !== undefined);
  return { Average: whole, Minimum: Math.min(...each), Maximum: Math.max(...each), Count: each.length };
}

function looksOf(parts: readonly Part[]): Values {
  const gauges = parts.flatMap((part) => [...part.gauges.values()]);
  const [first, ...others] = gauges;
  if (first === undefined) return {};
  const all = others.reduce(bothOf, first);
  return {
    Total: all.sum,
    Average: all.sum / all.count,
    Minimum: all.min,
    Maximum: all.max,
    Count: all.count,
  };
}

/** Instances in several states add up. */
function capacityOf(parts: readonly Part[]): Values {
  if (parts.length === 0) return {};
  const of = (value: (gauge: Gauge) => number) =>
    parts.map(({ gauges }) => sum([...gauges.values()].map(value)));
  return {
    Average: sum(of(({ sum, count }) => sum / count)) / parts.length,
    Minimum: Math.min(...of(({ min }) => min)),
    Maximum: Math.max(...of(({ max }) => max)),
    Count: parts.length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
