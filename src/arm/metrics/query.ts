import { DomainError } from '../../domain/errors.ts';
import { keptSecondsMs, minuteMs, type Span, secondMs } from '../../domain/metrics/ports.ts';
import { formatDuration, parseDuration } from '../durations.ts';
import { type Aggregation, aggregations, catalog, type Metric, namespaceOf, type Scope } from './catalog.ts';
import { type Filter, noFilter, parseFilter } from './filter.ts';

/** Azure's time grains, and shorter ones of ours, for the last 15 minutes. */
export const grains = [
  ...['PT1S', 'PT5S', 'PT10S', 'PT15S', 'PT30S'],
  ...['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'],
] as const;
export const azureGrains: readonly string[] = grains.filter((grain) => !grain.endsWith('S'));

export type Query = Span & {
  readonly metrics: readonly Metric[];
  readonly interval: string;
  readonly intervalMs: number;
  /** Empty: each metric's own. */
  readonly aggregations: readonly Aggregation[];
  readonly filter: Filter;
  /** Dimensions of which each combination of values gets a series. */
  readonly split: readonly string[];
  /** How many series of a metric at most, the first ones by `orderBy`. */
  readonly top: number;
  readonly orderBy: { readonly aggregation: Aggregation; readonly descending: boolean } | undefined;
  readonly namesOnly: boolean;
};

const mostPoints = 50_000;
const mostMetrics = 20;
const hour = 60 * minuteMs;

type Asked = Readonly<Record<string, string | undefined>>;

/**
 * The query of GET …/providers/Microsoft.Insights/metrics: timespan (`START/END` in ISO 8601, or START and a duration; the last
 * hour unless given), interval (PT1M unless given), metricnames (the first metric unless given), aggregation (each metric's own
 * unless given), $filter, top (10 series, with a filter), orderby (`AGGREGATION asc|desc`), resultType (Data, Metadata),
 * rollupby (dimensions of the filter that are not told apart), metricnamespace; names in lower case. Throws bad-argument naming the parameter, its value and what is allowed.
 */
export function parseQuery(asked: Asked, scope: Scope, now: number): Query {
  checkNamespace(asked.metricnamespace, scope);
  const metrics = metricsOf(asked.metricnames, scope);
  const span = timespanOf(asked.timespan, now);
  const { to } = span;
  const { from, interval, intervalMs, grainMs } = intervalOf(asked.interval, span);
  const points = (to - from) / intervalMs;
  if (points > mostPoints) {
    refuse(
      'interval',
      `The timespan has ${Math.ceil(points)} intervals of ${interval}; at most ${mostPoints} are answered.`,
    );
  }
  if (grainMs === secondMs && from < now - keptSecondsMs - minuteMs) {
    refuse(
      'interval',
      `The interval is '${interval}'; intervals under a minute are there for the last 15 minutes only.`,
    );
  }
  const filter = asked.$filter?.trim() ? parseFilter(asked.$filter, shared(metrics)) : noFilter;
  return {
    from,
    to,
    grainMs,
    metrics,
    interval,
    intervalMs,
    aggregations: aggregationsOf(asked.aggregation),
    filter,
    split: splitOf(filter, asked.rollupby),
    top: topOf(asked.top),
    orderBy: orderOf(asked.orderby),
    namesOnly: resultTypeOf(asked.resulttype),
  };
}

function checkNamespace(asked: string | undefined, scope: Scope): void {
  if (!asked || asked.toLowerCase() === namespaceOf[scope].toLowerCase()) return;
  refuse('metricnamespace', `The metricnamespace is '${asked}'; it must be ${namespaceOf[scope]}.`);
}

function metricsOf(asked: string | undefined, scope: Scope): readonly Metric[] {
  const known = catalog[scope];
  if (!asked) return known.slice(0, 1);
  const names = asked.split(',').map((name) => name.trim());
  if (names.length > mostMetrics) {
    refuse(
      'metricnames',
      `The metricnames are ${names.length}; at most ${mostMetrics} are answered at once.`,
    );
  }
  return names.map((name) => {
    const found = known.find((metric) => metric.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const type = namespaceOf[scope].split('/').slice(1).join('/');
    const valid = known.map((metric) => metric.name).join(',');
    return refuse(
      'metricnames',
      `Failed to find metric configuration for provider: Microsoft.MachineLearningServices, resource Type: ${type}, metric: ${name}, Valid metrics: ${valid}`,
    );
  });
}

/** A filter is about all metrics of a query. */
function shared(metrics: readonly Metric[]): string[] {
  const [first, ...others] = metrics;
  return (first?.dimensions ?? []).filter((name) =>
    others.every(({ dimensions }) => dimensions.includes(name)),
  );
}

function splitOf({ dimensions }: Filter, rollUp: string | undefined): readonly string[] {
  const together = (rollUp ?? '').split(',').map((name) => name.trim().toLowerCase());
  return dimensions.filter((name) => !together.includes(name.toLowerCase()));
}

function timespanOf(asked: string | undefined, now: number): { from: number; to: number } {
  if (!asked) return { from: now - hour, to: now };
  const [start = '', end, more] = asked.split('/');
  if (more !== undefined) bad(asked);
  if (end === undefined) return { from: now - durationOf(start, asked), to: now };
  const from = start.startsWith('P') ? timeOf(end, asked) - durationOf(start, asked) : timeOf(start, asked);
  const to = end.startsWith('P') ? from + durationOf(end, asked) : timeOf(end, asked);
  if (from < to) return { from, to };
  return refuse('timespan', `The timespan is '${asked}'; its start must be before its end.`);
}

function durationOf(text: string, asked: string): number {
  if (!text.startsWith('P')) bad(asked);
  return parseDuration(text, 'timespan');
}

/** A plus sign that was not encoded arrives as a blank. */
function timeOf(text: string, asked: string): number {
  const iso = text.trim().replace(/ (?=\d\d:?\d\d$)/, '+');
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(iso);
  const time = /^\d{4}-\d\d-\d\d/.test(iso)
    ? Date.parse(hasZone || !iso.includes('T') ? iso : `${iso}Z`)
    : Number.NaN;
  if (Number.isNaN(time)) bad(asked);
  return time;
}

function bad(asked: string): never {
  refuse(
    'timespan',
    `The timespan is '${asked}'; it must be START/END, two times in ISO 8601 such as 2024-05-01T10:00:00Z/2024-05-01T11:00:00Z, or one of them with a duration such as PT1H.`,
  );
}

type Interval = Pick<Query, 'from' | 'interval' | 'intervalMs' | 'grainMs'>;

/** Intervals begin at whole ones since midnight; FULL is one, the whole timespan. */
function intervalOf(asked: string | undefined, { from, to }: Pick<Query, 'from' | 'to'>): Interval {
  const word = (asked || 'PT1M').toUpperCase();
  if (word === 'FULL') {
    const grainMs = to - from <= keptSecondsMs ? secondMs : minuteMs;
    const start = from - (from % grainMs);
    const intervalMs = Math.ceil((to - start) / grainMs) * grainMs;
    return { from: start, interval: formatDuration(intervalMs), intervalMs, grainMs };
  }
  const interval = grains.find((grain) => grain === word);
  if (interval === undefined) {
    return refuse('interval', `The interval is '${asked}'; it must be one of ${grains.join(', ')} or FULL.`);
  }
  const intervalMs = parseDuration(interval, 'interval');
  const grainMs = intervalMs < minuteMs ? secondMs : minuteMs;
  return { from: from - (from % intervalMs), interval, intervalMs, grainMs };
}

function aggregationsOf(asked: string | undefined): readonly Aggregation[] {
  if (!asked) return [];
  const words = asked.split(',').map((word) => word.trim());
  return words
    .filter((word) => word.toLowerCase() !== 'none')
    .map((word) => aggregationOf(word, 'aggregation'));
}

function aggregationOf(word: string, target: string): Aggregation {
  const found = aggregations.find((one) => one.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  return refuse(target, `The ${target} is '${word}'; it must be of ${aggregations.join(', ')}.`);
}

function topOf(asked: string | undefined): number {
  if (!asked) return 10;
  if (/^\d{1,6}$/.test(asked) && Number(asked) > 0) return Number(asked);
  return refuse('top', `The top is '${asked}'; it must be a whole number from 1.`);
}

function orderOf(asked: string | undefined): Query['orderBy'] {
  if (!asked?.trim()) return undefined;
  const [word = '', direction = 'asc', more] = asked.trim().split(/\s+/);
  if (more !== undefined || !/^(asc|desc)$/i.test(direction)) {
    refuse(
      'orderby',
      `The orderby is '${asked}'; it must be an aggregation and asc or desc, such as average desc.`,
    );
  }
  return { aggregation: aggregationOf(word, 'orderby'), descending: direction.toLowerCase() === 'desc' };
}

function resultTypeOf(asked: string | undefined): boolean {
  if (!asked || asked.toLowerCase() === 'data') return false;
  if (asked.toLowerCase() === 'metadata') return true;
  return refuse('resultType', `The resultType is '${asked}'; it must be Data or Metadata.`);
}

function refuse(target: string, message: string): never {
  throw new DomainError('bad-argument', message, { target });
}
