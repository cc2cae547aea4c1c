/** Numbers in typed arrays: they only grow, and outlive table swaps; readers take differences. */
import { randomUUID } from 'node:crypto';
import { CELLS, cellOf, LEAST_MS, PER_OCTAVE } from './histogram.ts';
import { Held } from './limits/held.ts';
import { type Standing, type Standings, type Tally, tallies } from './limits/standing.ts';
import { createSpans, type Spans } from './trace/spans.ts';

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
  'bytes_in',
  'bytes_out',
] as const;
export type Column = (typeof columns)[number];

/** Why a copy was not made or not sent; counted at the mirrored deployment. */
export const drops = ['body_too_large', 'memory', 'busy', 'no_instance', 'incomplete', 'disk'] as const;
export type Drop = (typeof drops)[number];

const AT = Object.fromEntries(columns.map((name, at) => [name, at])) as Readonly<Record<Column, number>>;
const DROP_AT = Object.fromEntries(drops.map((name, at) => [name, at])) as Readonly<Record<Drop, number>>;
const MODE_WIDTH = columns.length;
const ROW_WIDTH = modes.length * MODE_WIDTH + drops.length;

/** Statuses 100 to 599, one cell each; what the model answered behind a 424 has cells of its own. */
const LEAST_STATUS = 100;
const STATUSES = 500;
const MODELS_AT = STATUSES;
const TIMES_AT = 2 * STATUSES;
const BLOCK_WIDTH = TIMES_AT + CELLS;

/** Counters of one slot; the same row serves the slot over every swap. */
export type Row = {
  readonly cells: Float64Array;
  /** By mode: statuses, statuses of models, times. Made with the first request of the mode, as most slots see one. */
  readonly blocks: [Float64Array | undefined, Float64Array | undefined, Float64Array | undefined];
};

/** Refusals before a deployment was found, by endpoint. */
export const refusals = [
  'unauthorized',
  'not_found',
  'too_large',
  'internal',
  'requests_per_second',
  'new_connections',
  'active_connections',
] as const;
export type Refusal = (typeof refusals)[number];
const REFUSAL_AT = Object.fromEntries(refusals.map((name, at) => [name, at])) as Readonly<
  Record<Refusal, number>
>;

export type Counters = {
  /** Differs from that of every other worker process: who reads takes differences only between two of the same. */
  readonly boot: string;
  readonly rows: Map<number, Row>;
  readonly refused: Map<string, Float64Array>;
  readonly standings: Standings;
  readonly spans: Spans;
};

export function createCounters(): Counters {
  const standings = { byEndpoint: new Map(), news: [], held: new Held() };
  return { boot: randomUUID(), rows: new Map(), refused: new Map(), standings, spans: createSpans() };
}

export function rowOf(counters: Counters, slot: number): Row {
  const known = counters.rows.get(slot);
  if (known !== undefined) return known;
  const row: Row = { cells: new Float64Array(ROW_WIDTH), blocks: [undefined, undefined, undefined] };
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
  add(row.cells, mode * MODE_WIDTH + AT[column], 1);
}

export function countDrop(row: Row, reason: Drop): void {
  add(row.cells, modes.length * MODE_WIDTH + DROP_AT[reason], 1);
}

export function countRefusal(block: Float64Array, refusal: Refusal): void {
  add(block, REFUSAL_AT[refusal], 1);
}

export function countStatus(row: Row, mode: Mode, status: number): void {
  add(row.cells, mode * MODE_WIDTH + statusColumn(status), 1);
  add(blockOf(row, mode), statusCell(status), 1);
}

function statusColumn(status: number): number {
  switch (status) {
    case 408:
      return AT.status_408;
    case 424:
      return AT.status_424;
    case 429:
      return AT.status_429;
    default:
      if (status >= 500) return AT.status_5xx;
      if (status >= 400) return AT.status_4xx;
      return status >= 200 && status < 300 ? AT.status_2xx : AT.status_other;
  }
}

export function countModelStatus(row: Row, mode: Mode, status: number): void {
  if (status >= 500) count(row, mode, 'model_5xx');
  else if (status >= 400) count(row, mode, 'model_4xx');
  else count(row, mode, 'model_other');
  add(blockOf(row, mode), MODELS_AT + statusCell(status), 1);
}

/** A request that was answered to its end: its time goes into the sum and the histogram. */
export function countTime(row: Row, mode: Mode, ms: number): void {
  const base = mode * MODE_WIDTH;
  add(row.cells, base + AT.timed, 1);
  add(row.cells, base + AT.ms_sum, ms);
  add(blockOf(row, mode), TIMES_AT + cellOf(ms), 1);
}

/** One that is over; the bytes are those of its body and of its answer's. */
export function countRequest(row: Row, mode: Mode, received: number, sent: number): void {
  const base = mode * MODE_WIDTH;
  add(row.cells, base + AT.requests, 1);
  add(row.cells, base + AT.bytes_in, received);
  add(row.cells, base + AT.bytes_out, sent);
}

function blockOf(row: Row, mode: Mode): Float64Array {
  const known = row.blocks[mode];
  if (known !== undefined) return known;
  const block = new Float64Array(BLOCK_WIDTH);
  row.blocks[mode] = block;
  return block;
}

function statusCell(status: number): number {
  return Math.min(STATUSES - 1, Math.max(0, status - LEAST_STATUS));
}

function add(cells: Float64Array, at: number, amount: number): void {
  cells[at] = (cells[at] ?? 0) + amount;
}

/** Numbers of cells with what is in them, in order; empty cells are left out. */
export type Sparse = readonly (readonly [at: number, count: number])[];
export type ModeCounts = Readonly<Record<Column, number>> & {
  /** By status code: what `status_*` say in classes. */
  readonly statuses: Sparse;
  /** By the model's status code behind a 424: what `model_*` say in classes. */
  readonly modelStatuses: Sparse;
  /** By cell of the report's scale. */
  readonly times: Sparse;
};
export type SlotCounts = Readonly<Record<(typeof modes)[number], ModeCounts>> & {
  readonly mirrorDropped: Readonly<Record<Drop, number>>;
};
export type CountersReport = {
  readonly boot: string;
  /** Cell i begins at leastMs x 2^floor(i / perOctave) x (1 + (i % perOctave) / perOctave). */
  readonly scale: { readonly leastMs: number; readonly perOctave: number };
  readonly slots: Readonly<Record<string, SlotCounts>>;
  /** By endpoint; '' holds what named no known endpoint. */
  readonly refused: Readonly<Record<string, Readonly<Record<Refusal, number>>>>;
  /** By endpoint, those that ever had a connection. */
  readonly standings: Readonly<Record<string, StandingCounts>>;
};
/** `connections` are open now; the rest only grows. */
export type StandingCounts = Readonly<Record<Tally, number>> & { readonly connections: number };

export function reportCounters(counters: Counters): CountersReport {
  const slots = [...counters.rows].map(([slot, row]) => [String(slot), reportRow(row)] as const);
  const refused = [...counters.refused].map(([name, block]) => [name, named(refusals, block)] as const);
  return {
    boot: counters.boot,
    scale: { leastMs: LEAST_MS, perOctave: PER_OCTAVE },
    slots: Object.fromEntries(slots),
    refused: Object.fromEntries(refused),
    standings: Object.fromEntries(
      [...counters.standings.byEndpoint].flatMap(([name, standing]) => reportStanding(name, standing)),
    ),
  };
}

function reportStanding(name: string, { connections, tallies: counted }: Standing) {
  const counts = { ...named(tallies, counted), connections };
  return counts.opened === 0 ? [] : [[name, counts] as const];
}

function reportRow(row: Row): SlotCounts {
  const mode = (at: Mode): ModeCounts => {
    const block = row.blocks[at];
    return {
      ...named(columns, row.cells.subarray(at * MODE_WIDTH, (at + 1) * MODE_WIDTH)),
      statuses: sparse(block?.subarray(0, MODELS_AT), LEAST_STATUS),
      modelStatuses: sparse(block?.subarray(MODELS_AT, TIMES_AT), LEAST_STATUS),
      times: sparse(block?.subarray(TIMES_AT), 0),
    };
  };
  return {
    live: mode(LIVE),
    direct: mode(DIRECT),
    mirror: mode(MIRROR),
    mirrorDropped: named(drops, row.cells.subarray(modes.length * MODE_WIDTH)),
  };
}

function named<Name extends string>(names: readonly Name[], cells: Float64Array): Record<Name, number> {
  return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? 0])) as Record<Name, number>;
}

function sparse(cells: Float64Array | undefined, least: number): Sparse {
  const found: [number, number][] = [];
  if (cells === undefined) return found;
  for (let at = 0; at < cells.length; at += 1) {
    const count = cells[at] ?? 0;
    if (count > 0) found.push([least + at, count]);
  }
  return found;
}
