/** The shapes of the doors of metrics: `store` and `compute` implement them, `telemetry` and `http` use them. */
import type { Sample } from './sample.ts';
import type { Series } from './series.ts';

/** What a series had in the second, or minute, that begins `at` (milliseconds since 1970). */
export type Entry = { readonly at: number; readonly series: Series; readonly sample: Sample };

export const secondMs = 1000;
export const minuteMs = 60_000;

/** `from` and all before `to`, by seconds or by minutes. */
export type Span = {
  readonly from: number;
  readonly to: number;
  readonly grainMs: typeof secondMs | typeof minuteMs;
  /** Which series are wanted; all unless given. Others are not even read. */
  readonly of?: (series: Series) => boolean;
};

/** How long samples are kept. */
export const keptSecondsMs = 15 * minuteMs;
export const keptMinutesMs = 30 * 24 * 60 * minuteMs;

/** Where samples are kept: seconds for 15 minutes, minutes for 30 days, never more than a limit of bytes. */
export type MetricRows = {
  /**
   * Adds samples by series to a second, and notes how far every router worker was read; both or, when it throws, neither.
   */
  add(at: number, samples: ReadonlyMap<string, Sample>, marks: ReadonlyMap<string, string>): void;
  /** The last note of every router worker. */
  marks(): ReadonlyMap<string, string>;
  /** Sums seconds up to minutes; with `prune`, also drops what is too old or too much. */
  tidy(now: number, prune: boolean): void;
  /** In order of time, of one endpoint, read piece by piece so that nobody else waits long. */
  read(endpoint: string, span: Span): AsyncIterable<Entry>;
  close(): void;
};

export type InstanceUsage = {
  readonly id: string;
  /** Of all its processes since it began, those that ended included. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  /** What 100 percent is: its limits, or the whole machine. */
  readonly cpus: number;
  readonly memoryLimitBytes: number;
};

/** What the data collector of an instance did since that began, by collection; `drops` by reason as well. */
export type InstanceCollection = {
  readonly id: string;
  readonly deploymentUid: string;
  readonly events: Readonly<Record<string, number>>;
  readonly drops: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

export type InstanceMeter = {
  /** What instances that run use at this moment; those of which nothing can be known are left out. */
  usage(): Promise<readonly InstanceUsage[]>;
  /** Of all instances that collect, those included that ended and were not forgotten. */
  collected(): Promise<readonly InstanceCollection[]>;
};

/** What clients asked of an endpoint, copies for mirrors left out: all requests, and those answered with 400 or more. */
export type Load = { readonly requests: number; readonly errors: number };

/** What was counted in the `seconds` up to `at`; endpoints without requests are left out. */
export type Beat = {
  readonly at: number;
  readonly seconds: number;
  readonly endpoints: ReadonlyMap<string, Load>;
};

/** The last quarter of an hour in equal slots, oldest first; the first begins at `from`. */
export type LoadWindow = {
  readonly from: number;
  readonly slotMs: number;
  readonly slots: number;
  /** By endpoint; one that had nothing is missing. */
  readonly series: ReadonlyMap<string, readonly Load[]>;
};

/** All endpoints at a glance. */
export type Pulse = {
  window(): LoadWindow;
  /** Calls back every few seconds. */
  watch(listener: (beat: Beat) => void): () => void;
};
