import type { Entry } from '../../domain/metrics/ports.ts';
import type { Series } from '../../domain/metrics/series.ts';
import type { Metric, Scope } from './catalog.ts';
import type { Dimensions } from './filter.ts';
import { concerns, observe, withCopies } from './observe.ts';
import { addObserved, emptyPart, type Part, type Values, valuesOf } from './part.ts';
import type { Query } from './query.ts';

/** One series of a result: values by the start of their interval. */
export type Result = { readonly dimensions: Dimensions; readonly points: Map<number, Values> };

export type Evaluation = {
  /** Whether entries of a series make any difference. */
  concerns(series: Series): boolean;
  /** Entries in order of time. */
  add(entry: Entry): void;
  /** Of each metric of the query, in its order. */
  results(): readonly (readonly Result[])[];
};

type Open = Result & { at: number; partAt: number; parts: Part[] };

/** Follows the entries of a span once; of each series only the interval that goes on is held in whole. */
export function evaluate(query: Query, scope: Scope): Evaluation {
  const copies = withCopies(scope, query.filter.dimensions);
  const all = query.metrics.map((metric) => ({ metric, series: new Map<string, Open>() }));
  return {
    concerns: (series) => query.metrics.some((metric) => concerns(metric, series, copies)),
    add: (entry) => {
      for (const { metric, series } of all) addEntry(query, { metric, series, copies }, entry);
    },
    results: () =>
      all.map(({ metric, series }) => {
        for (const open of series.values()) close(query, metric, open);
        return [...series.values()];
      }),
  };
}

type Target = { readonly metric: Metric; readonly series: Map<string, Open>; readonly copies: boolean };

function addEntry(query: Query, { metric, series, copies }: Target, entry: Entry): void {
  for (const observed of observe(metric, entry, copies)) {
    if (!query.filter.matches(observed.dimensions)) continue;
    const dimensions = Object.fromEntries(query.split.map((name) => [name, observed.dimensions[name] ?? '']));
    const open = openOf(series, dimensions);
    const at = entry.at - ((entry.at - query.from) % query.intervalMs);
    if (at !== open.at) {
      close(query, metric, open);
      open.at = at;
    }
    if (entry.at !== open.partAt) {
      open.partAt = entry.at;
      open.parts.push(emptyPart());
    }
    const part = open.parts.at(-1);
    if (part !== undefined) addObserved(part, observed);
  }
}

function openOf(series: Map<string, Open>, dimensions: Dimensions): Open {
  const key = JSON.stringify(dimensions);
  const known = series.get(key);
  if (known !== undefined) return known;
  const open: Open = { dimensions, points: new Map(), at: -1, partAt: -1, parts: [] };
  series.set(key, open);
  return open;
}

function close({ intervalMs, grainMs }: Query, { source }: Metric, open: Open): void {
  if (open.parts.length === 0) return;
  open.points.set(open.at, valuesOf(source, open.parts, { expected: intervalMs / grainMs, grainMs }));
  open.parts = [];
  open.partAt = -1;
}
