/** Requests and errors of every endpoint over the last quarter of an hour, in memory: one look for all of them. */
import type { Beat, Entry, Load, LoadWindow, Pulse } from '../domain/metrics/ports.ts';
import type { Sample } from '../domain/metrics/sample.ts';
import { seriesOf } from '../domain/metrics/series.ts';

const nothing: Load = { requests: 0, errors: 0 };

/** What it keeps: sums of so long, so many of them. */
const slotMs = 15_000;
const slots = 60;

export type PulseOptions = {
  /** Since the start, by series; they only grow. */
  readonly totals: ReadonlyMap<string, Sample>;
  readonly now: () => number;
};

/** `beat` looks once; `take` adds what was kept from before the start. */
export function createPulse({ totals, now }: PulseOptions): Pulse & {
  beat(): void;
  take(entry: Entry): void;
} {
  const before = new Map<string, Load>();
  const listeners = new Set<(beat: Beat) => void>();
  const ring = createRing();
  let beatenAt = now();
  for (const [key, sample] of totals) before.set(key, loadOf(seriesOf(key).kind, sample));
  return {
    beat: () => {
      const at = now();
      const endpoints = countedSince(before, totals);
      for (const [endpoint, load] of endpoints) ring.add(at, endpoint, load);
      ring.tidy(at);
      const seconds = Math.max(1, Math.round((at - beatenAt) / 1000));
      beatenAt = at;
      for (const listener of [...listeners]) listener({ at, seconds, endpoints });
    },
    take: ({ at, series, sample }) => {
      const load = loadOf(series.kind, sample);
      if (load.requests + load.errors > 0) ring.add(at, series.endpoint, load);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    window: () => ring.window(now()),
  };
}

/** By endpoint; `before` becomes what is counted now. */
function countedSince(before: Map<string, Load>, totals: ReadonlyMap<string, Sample>): Map<string, Load> {
  const endpoints = new Map<string, Load>();
  for (const [key, sample] of totals) {
    const { endpoint, kind } = seriesOf(key);
    const after = loadOf(kind, sample);
    const load = since(before.get(key), after);
    before.set(key, after);
    if (load.requests + load.errors > 0 && endpoint !== '') {
      endpoints.set(endpoint, sumOf(endpoints.get(endpoint), load));
    }
  }
  for (const key of before.keys()) if (!totals.has(key)) before.delete(key);
  return endpoints;
}

/** Slots of equal length by their number since 1970; only those in which something was counted are there. */
function createRing() {
  const ring = new Map<number, Map<string, Load>>();
  return {
    add: (at: number, endpoint: string, load: Load): void => {
      const number = Math.floor(at / slotMs);
      const slot = ring.get(number) ?? new Map<string, Load>();
      ring.set(number, slot);
      slot.set(endpoint, sumOf(slot.get(endpoint), load));
    },
    /** The clock may have been put back: what is ahead of it is dropped as well. */
    tidy: (at: number): void => {
      const newest = Math.floor(at / slotMs);
      for (const number of ring.keys()) if (number < newest - slots || number > newest) ring.delete(number);
    },
    window: (at: number): LoadWindow => {
      // The slot that is being filled would look like a fall.
      const first = Math.floor(at / slotMs) - slots;
      const names = new Set([...ring.values()].flatMap((slot) => [...slot.keys()]));
      const loads = (name: string) =>
        Array.from({ length: slots }, (_, step) => ring.get(first + step)?.get(name) ?? nothing);
      const series = new Map([...names].map((name) => [name, loads(name)]));
      return { from: first * slotMs, slotMs, slots, series };
    },
  };
}

function loadOf(kind: string, { counts }: Sample): Load {
  if (kind === 'refused') {
    let refused = 0;
    for (const [name, count] of counts) if (name.startsWith('refused:')) refused += count;
    return { requests: refused, errors: refused };
  }
  if (kind !== 'live' && kind !== 'direct') return nothing;
  let errors = 0;
  for (const [name, count] of counts) {
    if (name.startsWith('status:') && Number(name.slice(7)) >= 400) errors += count;
  }
  return { requests: counts.get('requests') ?? 0, errors };
}

function since(before: Load = nothing, after: Load): Load {
  return {
    requests: Math.max(0, after.requests - before.requests),
    errors: Math.max(0, after.errors - before.errors),
  };
}

function sumOf(one: Load = nothing, other: Load): Load {
  return { requests: one.requests + other.requests, errors: one.errors + other.errors };
}
