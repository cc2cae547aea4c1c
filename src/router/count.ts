/** Numbers in typed arrays: they only grow, and outlive table swaps; readers take differences. */

/** How a request came to a deployment: by the split, by name in a header, or as a copy. */
export type Mode = 0 | 1 | 2;
export const LIVE = 0;
export const DIRECT = 1;
export const MIRROR = 2;

/** In the order of `Mode`. */
export const modes = ['live', 'direct', 'mirror'] as const;

/**
 * Columns of one mode. The status columns are what the client was answered (what the model answered, for mirror)
 * and exclude each other: 408, 424 and 429 are not in status_4xx. `model_*` say what is behind the 424s.
 * `answer_cut`: the answer broke off after its head. `client_closed` is in no status column.
 */
export const columns = [
  'requests',
  'status_2xx',
  'status_4xx',
  'status_5xx',
  'status_other',
  'status_408',
  'status_424',
  'status_429',
  'model_4xx',
  'model_5xx',
  'model_other',
  'no_instance',
  'connection_failed',
  'answer_cut',
  'client_closed',
  'retried',
  'timed',
  'ms_sum',
] as const;
export type Column = (typeof columns)[number];

/** Why a copy was not made or not sent; counted at the mirrored deployment. */
export const drops = ['body_too_large', 'memory', 'busy', 'no_instance', 'incomplete', 'disk'] as const;
export type Drop = (typeof drops)[number];

/** Quarter octaves from 0.25 ms: bucket 0 ends at 0.25, bucket i at 0.25 * 2^(i/4), the last one is open. */
export const BUCKETS = 82;

const AT = Object.fromEntries(columns.map((name, at) => [name, at])) as Readonly<Record<Column, number>>;
const DROP_AT = Object.fromEntries(drops.map((name, at) => [name, at])) as Readonly<Record<Drop, number>>;
const MODE_WIDTH = columns.length + BUCKETS;
const ROW_WIDTH = modes.length * MODE_WIDTH + drops.length;

/** Counters of one slot; the same row serves the slot over every swap. */
export type Row = Float64Array;

/** Refusals before a deployment was found, by endpoint. */
export const refusals = ['unauthorized', 'not_found', 'too_large', 'internal'] as const;
export type Refusal = (typeof refusals)[number];
const REFUSAL_AT = Object.fromEntries(refusals.map((name, at) => [name, at])) as Readonly<
  Record<Refusal, number>
>;

export type Counters = {
  readonly rows: Map<number, Row>;
  readonly refused: Map<string, Float64Array>;
};

export function createCounters(): Counters {
  return { rows: new Map(), refused: new Map() };
}

export function rowOf(counters: Counters, slot: number): Row {
  const known = counters.rows.get(slot);
  if (known !== undefined) return known;
  const row = new Float64Array(ROW_WIDTH);
  counters.rows.set(slot, row);
  return row;
}

/** '' is the block of requests that named no known endpoint. */
export function refusedOf(counters: Counters, endpoint: string): Float64Array {
  const known = counters.refused.get(endpoint);
  if (known !== undefined) return known;
  const block = new Float64Array(refusals.length);
  counters.refused.set(endpoint, block);
  return block;
}

export function count(row: Row, mode: Mode, column: Column): void {
  const at = mode * MODE_WIDTH + AT[column];
  row[at] = (row[at] ?? 0) + 1;
}

export function countDrop(row: Row, reason: Drop): void {
  const at = modes.length * MODE_WIDTH + DROP_AT[reason];
  row[at] = (row[at] ?? 0) + 1;
}

export function countRefusal(block: Float64Array, refusal: Refusal): void {
  const at = REFUSAL_AT[refusal];
  block[at] = (block[at] ?? 0) + 1;
}

export function countStatus(row: Row, mode: Mode, status: number): void {
  count(row, mode, statusColumn(status));
}

function statusColumn(status: number): Column {
  switch (status) {
    case 408:
      return 'status_408';
    case 424:
      return 'status_424';
    case 429:
      return 'status_429';
    default:
      if (status >= 500) return 'status_5xx';
      if (status >= 400) return 'status_4xx';
      return status >= 200 && status < 300 ? 'status_2xx' : 'status_other';
  }
}

export function countModelStatus(row: Row, mode: Mode, status: number): void {
  if (status >= 500) count(row, mode, 'model_5xx');
  else if (status >= 400) count(row, mode, 'model_4xx');
  else count(row, mode, 'model_other');
}

/** A request that was answered to its end: its time goes into the sum and the histogram. */
export function countTime(row: Row, mode: Mode, ms: number): void {
  const base = mode * MODE_WIDTH;
  row[base + AT.timed] = (row[base + AT.timed] ?? 0) + 1;
  row[base + AT.ms_sum] = (row[base + AT.ms_sum] ?? 0) + ms;
  const at = base + columns.length + bucketOf(ms);
  row[at] = (row[at] ?? 0) + 1;
}

/** The bucket whose upper bound is the first that `ms` does not exceed. */
export function bucketOf(ms: number): number {
  if (ms <= 0.25) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(4 * Math.log2(ms * 4)));
}

export type ModeCounts = Readonly<Record<Column, number>> & { readonly buckets: readonly number[] };
export type SlotCounts = Readonly<Record<(typeof modes)[number], ModeCounts>> & {
  readonly mirrorDropped: Readonly<Record<Drop, number>>;
};
export type CountersReport = {
  /** Upper bounds of the buckets in ms; the last bucket has none. */
  readonly boundsMs: readonly number[];
  readonly slots: Readonly<Record<string, SlotCounts>>;
  /** By endpoint; '' holds what named no known endpoint. */
  readonly refused: Readonly<Record<string, Readonly<Record<Refusal, number>>>>;
};

export function reportCounters(counters: Counters): CountersReport {
  const slots = [...counters.rows].map(([slot, row]) => [String(slot), reportRow(row)] as const);
  const refused = [...counters.refused].map(([name, block]) => [name, named(refusals, block)] as const);
  return {
    boundsMs: Array.from({ length: BUCKETS - 1 }, (_, at) => 0.25 * 2 ** (at / 4)),
    slots: Object.fromEntries(slots),
    refused: Object.fromEntries(refused),
  };
}

function reportRow(row: Row): SlotCounts {
  const mode = (at: Mode): ModeCounts => {
    const cells = row.subarray(at * MODE_WIDTH, (at + 1) * MODE_WIDTH);
    return { ...named(columns, cells), buckets: [...cells.subarray(columns.length)] };
  };
  return {
    live: mode(LIVE),
    direct: mode(DIRECT),
    mirror: mode(MIRROR),
    mirrorDropped: named(drops, row.subarray(modes.length * MODE_WIDTH)),
  };
}

function named<Name extends string>(names: readonly Name[], cells: Float64Array): Record<Name, number> {
  return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? 0])) as Record<Name, number>;
}
