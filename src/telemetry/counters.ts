/** What a router worker answers to `GET /counters`, as samples by slot and kind. */
import { addCells } from '../domain/metrics/histogram.ts';
import { addCount, emptySample, type Sample, sinceOf } from '../domain/metrics/sample.ts';
import type { SeriesKind } from '../domain/metrics/series.ts';

type Pairs = readonly (readonly [number, number])[];
type Counts = Readonly<Record<string, number>>;
type ModeCounts = Counts & { readonly statuses: Pairs; readonly modelStatuses: Pairs; readonly times: Pairs };

type Report = {
  readonly boot: string;
  readonly slots: Readonly<
    Record<string, Readonly<Record<'live' | 'direct' | 'mirror', ModeCounts>> & { mirrorDropped: Counts }>
  >;
  readonly refused: Readonly<Record<string, Counts>>;
  /** Missing from what earlier routers said. */
  readonly standings?: Readonly<Record<string, Counts>>;
  readonly trafficLog?: { readonly written: number; readonly dropped: Counts } | null;
  /** Not in the reports of older routers. */
  readonly load?: Counts;
};

/** Whose numbers they are, before the slot has its names. */
export type Counted =
  | { readonly kind: 'live' | 'direct' | 'mirrored'; readonly slot: number }
  | { readonly kind: 'refused' | 'endpoint'; readonly endpoint: string };

/** Everything that one worker process counted since it began. */
export type Read = {
  readonly boot: string;
  readonly counted: ReadonlyMap<string, [Counted, Sample]>;
  /** Open ones, by endpoint. */
  readonly connections: ReadonlyMap<string, number>;
  /** Lines of its part of the traffic log: `written`, and those that were dropped by reason; none without a log. */
  readonly lines: Counts;
  /** Requests in flight and in line at that moment, by slot. */
  readonly load: ReadonlyMap<number, number>;
};

const kinds: Readonly<Record<string, Extract<SeriesKind, 'live' | 'direct' | 'mirrored'>>> = {
  live: 'live',
  direct: 'direct',
  mirror: 'mirrored',
};

/** Undefined when the text is no report. */
export function readReport(text: string): Read | undefined {
  try {
    const report = JSON.parse(text) as Report;
    if (typeof report.boot !== 'string') return undefined;
    const counted = new Map<string, [Counted, Sample]>();
    for (const [slot, { mirrorDropped, ...modes }] of Object.entries(report.slots)) {
      for (const [mode, counts] of Object.entries(modes)) {
        const kind = kinds[mode];
        if (kind === undefined) continue;
        const sample = sampleOf(counts);
        if (kind === 'mirrored') addCounts(sample, 'drop:', mirrorDropped);
        counted.set(`${slot}/${kind}`, [{ kind, slot: Number(slot) }, sample]);
      }
    }
    for (const [endpoint, counts] of Object.entries(report.refused)) {
      const sample = emptySample();
      addCounts(sample, 'refused:', counts);
      counted.set(`${endpoint}/refused`, [{ kind: 'refused', endpoint }, sample]);
    }
    const connections = new Map<string, number>();
    for (const [endpoint, counts] of Object.entries(report.standings ?? {})) {
      connections.set(endpoint, counts.connections ?? 0);
      counted.set(`${endpoint}/endpoint`, [{ kind: 'endpoint', endpoint }, standingOf(counts)]);
    }
    const { written, dropped } = report.trafficLog ?? {};
    const lines = written === undefined ? {} : { written, ...dropped };
    const load = Object.entries(report.load ?? {}).map(([slot, busy]) => [Number(slot), busy] as const);
    return { boot: report.boot, counted, connections, lines, load: new Map(load) };
  } catch {
    return undefined;
  }
}

/** What was counted between two reads of a worker. Another process began from nothing. */
export function countedSince(before: Read | undefined, after: Read): [Counted, Sample][] {
  const known = before?.boot === after.boot ? before.counted : undefined;
  return [...after.counted].map(([key, [whose, sample]]) => {
    const earlier = known?.get(key)?.[1];
    return [whose, earlier === undefined ? sample : sinceOf(earlier, sample)];
  });
}

/** Lines of the traffic log since an earlier read, by what became of them. */
export function linesSince(before: Read | undefined, after: Read): [string, number][] {
  const known = before?.boot === after.boot ? before.lines : {};
  return Object.entries(after.lines).map(([what, count]) => [what, count - (known[what] ?? 0)]);
}

function sampleOf({ statuses, modelStatuses, times, ...columns }: ModeCounts): Sample {
  const sample = emptySample();
  addCounts(sample, '', columns);
  for (const [code, count] of statuses) addCount(sample, `status:${code}`, count);
  for (const [code, count] of modelStatuses) addCount(sample, `model:${code}`, count);
  addCells(sample.times, times);
  return sample;
}

/** What clients of an endpoint took up, under the names of samples. */
function standingOf(counts: Counts): Sample {
  const sample = emptySample();
  addCounts(sample, '', {
    connections_opened: counts.opened ?? 0,
    'delayed:request': counts.delayed_requests ?? 0,
    'delayed:response': counts.delayed_answers ?? 0,
    'delay_ms:request': counts.request_delay_ms ?? 0,
    'delay_ms:response': counts.answer_delay_ms ?? 0,
  });
  return sample;
}

function addCounts(into: Sample, prefix: string, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) addCount(into, `${prefix}${name}`, count);
}
