/** A metric over a range as numbers in a row, and how the newest of them are added as they come. */
import type { MetricResult, MetricsResponse } from '../../../../../src/sdk/metrics.ts';

export type Dimensions = Readonly<Record<string, string>>;
export type Track = { readonly of: Dimensions; readonly values: Float64Array };

export type Frame = {
  /** When each step begins, in seconds since 1970. */
  readonly times: Float64Array;
  readonly stepSeconds: number;
  /** Until when was counted. */
  readonly end: number;
  /** By the values of the dimensions. */
  readonly tracks: ReadonlyMap<string, Track>;
};

export type Reading = {
  readonly aggregation: 'total' | 'average';
  readonly stepSeconds: number;
};

/** No request is a number, no latency is none. */
const emptyOf = { total: 0, average: Number.NaN } as const;
const isThere = {
  total: (value: number) => value > 0,
  average: (value: number) => !Number.isNaN(value),
} as const;

/** One metric of an answer. */
export function frameOf(
  { timeseries }: MetricResult,
  { timespan }: Pick<MetricsResponse, 'timespan'>,
  { aggregation, stepSeconds }: Reading,
): Frame {
  const [from = 0, end = 0] = timespan.split('/').map((at) => Date.parse(at) / 1000);
  const count = Math.ceil((end - from) / stepSeconds);
  const times = Float64Array.from({ length: count }, (_, step) => from + step * stepSeconds);
  const tracks = timeseries.map(({ metadatavalues, data = [] }) => {
    const of = Object.fromEntries(metadatavalues.map(({ name, value }) => [name.value, value]));
    const values = new Float64Array(count).fill(emptyOf[aggregation]);
    for (const [step, point] of data.entries()) values[step] = point[aggregation] ?? emptyOf[aggregation];
    return [Object.values(of).join('/'), { of, values }] as const;
  });
  return { times, stepSeconds, end, tracks: new Map(tracks) };
}

/**
 * `before` moved on by what is newer; steps of the newer one win. As long as `before`. Undefined when there is a hole between
 * them. Lines without a value in all that time are dropped.
 */
export function movedOn(before: Frame, newer: Frame, { aggregation }: Reading): Frame | undefined {
  const { stepSeconds, end } = newer;
  const [begin, last, known] = [newer.times[0], newer.times.at(-1), before.times.at(-1)];
  if (begin === undefined || last === undefined || known === undefined) return undefined;
  if (begin > known + stepSeconds || last < known) return undefined;
  const count = before.times.length;
  const shift = Math.round((last - known) / stepSeconds);
  const times = before.times.map((at) => at + shift * stepSeconds);
  const tracks = new Map<string, Track>();
  for (const key of new Set([...before.tracks.keys(), ...newer.tracks.keys()])) {
    const [old, young] = [before.tracks.get(key), newer.tracks.get(key)];
    const values = new Float64Array(count).fill(emptyOf[aggregation]);
    if (old !== undefined) values.set(old.values.subarray(Math.min(shift, count)));
    const rest = newer.times.subarray(Math.max(0, newer.times.length - count));
    const fresh = young?.values.subarray(newer.times.length - rest.length);
    if (fresh === undefined) values.fill(emptyOf[aggregation], count - rest.length);
    else values.set(fresh, count - rest.length);
    if (values.some(isThere[aggregation])) tracks.set(key, { of: (young ?? old)?.of ?? {}, values });
  }
  return { times, stepSeconds, end, tracks };
}

/** Routers are read once a second, and a step that goes on would look like a fall. */
const settledSeconds = 2;

/** How many of the steps are over and counted in full. */
export function wholeSteps({ times, stepSeconds, end }: Frame): number {
  let whole = times.length;
  while (whole > 0 && (times[whole - 1] ?? 0) + stepSeconds + settledSeconds > end) whole -= 1;
  return whole;
}

/** From when on the rate of a step that goes on says something. */
const tellingSeconds = 10;

export type Rates = {
  readonly times: Float64Array;
  /** Counts of a track as rates per minute. */
  readonly of: (values: Float64Array) => Float64Array;
};

/** Rates of the steps that are whole, and of the one that goes on as soon as that says something. */
export function ratesIn(frame: Frame): Rates {
  const { times, stepSeconds, end } = frame;
  const whole = wholeSteps(frame);
  // What the routers counted is read a second later on average.
  const passed = end - (times[whole] ?? end) - settledSeconds / 2;
  const hasOpen = passed >= tellingSeconds;
  const shown = hasOpen ? whole + 1 : whole;
  const of = (values: Float64Array) =>
    values
      .subarray(0, shown)
      .map((value, step) => (value * 60) / (step < whole ? stepSeconds : Math.min(passed, stepSeconds)));
  return { times: times.subarray(0, shown), of };
}

/** The values of one of `frame`'s tracks at other times of the same step: answers that came apart end in different steps. */
export function valuesAt(times: Float64Array, frame: Frame, { values }: Track): Float64Array {
  const shift = Math.round(((times[0] ?? 0) - (frame.times[0] ?? 0)) / frame.stepSeconds);
  if (shift === 0) return values;
  return times.map((_, step) => values[step + shift] ?? Number.NaN);
}

export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
