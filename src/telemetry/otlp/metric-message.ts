/** What `/metrics` shows, as OTLP: the same numbers under names and units of OpenTelemetry's conventions. */
import type { Family, Labels, Line } from '../family.ts';
import { attributesOf, nanosOf, scope } from './attributes.ts';
import type { Message } from './protobuf.ts';

const CUMULATIVE = 2;

export type Span = { readonly startMs: number; readonly nowMs: number };
type Times = { readonly startTimeUnixNano: bigint; readonly timeUnixNano: bigint };

/** `items` is the number of points. */
export function metricsMessage(
  families: readonly Family[],
  resource: Readonly<Record<string, string>>,
  { startMs, nowMs }: Span,
): { readonly message: Message; readonly items: number } {
  const times = { startTimeUnixNano: nanosOf(startMs), timeUnixNano: nanosOf(nowMs) };
  const metrics = families.filter(({ lines }) => lines.length > 0).map((family) => metricOf(family, times));
  const items = metrics.reduce((sum, { points }) => sum + points, 0);
  const scopeMetrics = [{ scope, metrics: metrics.map(({ metric }) => metric) }];
  return {
    message: { resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics }] },
    items,
  };
}

function metricOf(family: Family, times: Times): { readonly metric: Message; readonly points: number } {
  const { name, unit } = namesOf(family);
  const head = { name, description: family.help, unit };
  if (family.type === 'histogram') {
    const dataPoints = histogramPoints(family, times);
    const histogram = { dataPoints, aggregationTemporality: CUMULATIVE };
    return { metric: { ...head, histogram }, points: dataPoints.length };
  }
  const dataPoints = family.lines.map((line) => numberPoint(family, unit, line, times));
  const data =
    family.type === 'counter'
      ? { sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } }
      : { gauge: { dataPoints } };
  return { metric: { ...head, ...data }, points: dataPoints.length };
}

/** Prometheus has units and kinds in the name; OpenTelemetry has them beside it, and dots in the name. */
export function namesOf({ name, type }: Pick<Family, 'name' | 'type'>): {
  readonly name: string;
  readonly unit: string;
} {
  const plain = name.replace(/_total$/, '');
  const dotted = (text: string) => text.replaceAll('_', '.');
  for (const [suffix, unit] of suffixes) {
    if (!plain.endsWith(suffix)) continue;
    const rest = dotted(plain.slice(0, -suffix.length));
    return { name: type === 'counter' && unit === 's' ? `${rest}.time` : rest, unit };
  }
  return { name: dotted(plain), unit: unitOf(plain) };
}

const suffixes = [
  ['_seconds', 's'],
  ['_bytes', 'By'],
  ['_ratio', '1'],
] as const;

/** What is counted, in the singular, where the name says so. */
function unitOf(name: string): string {
  const [, thing] = /(?:^|_)(request|instance|span|event|restart|retrie)(?:s|_|$)/.exec(name) ?? [];
  return thing === undefined ? '' : `{${thing.replace(/ie$/, 'y')}}`;
}

/** Labels as attributes; a status code has a name that everybody knows. */
function attributesFor(family: Family, labels: Labels): readonly Message[] {
  const pairs = Object.entries(labels).map(([label, value]): [string, string | number] => {
    if (label !== 'code') return [`teal.${label}`, value];
    const name =
      family.name === 'teal_model_errors_total' ? 'teal.model.status_code' : 'http.response.status_code';
    return [name, Number(value)];
  });
  return attributesOf(Object.fromEntries(pairs));
}

function numberPoint(family: Family, unit: string, [, labels, value]: Line, times: Times): Message {
  const isReal = unit === 's' || unit === '1' || !Number.isSafeInteger(value);
  return {
    ...times,
    ...(isReal ? { asDouble: value } : { asInt: BigInt(value) }),
    attributes: attributesFor(family, labels),
  };
}

/** Its lines are bucket by bucket, each with all that is below it, then sum and count. */
function histogramPoints(family: Family, times: Times): Message[] {
  const series = new Map<string, { labels: Labels; upTo: [bound: number, count: number][]; sum: number }>();
  for (const [suffix, { le, ...labels }, value] of family.lines) {
    const key = JSON.stringify(labels);
    const one = series.get(key) ?? { labels, upTo: [], sum: 0 };
    series.set(key, one);
    if (suffix === '_bucket') one.upTo.push([le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), value]);
    else if (suffix === '_sum') one.sum = value;
  }
  return [...series.values()].map(({ labels, upTo, sum }) => ({
    ...times,
    count: BigInt(upTo.at(-1)?.[1] ?? 0),
    sum,
    bucketCounts: upTo.map(([, count], at) => BigInt(count - (upTo[at - 1]?.[1] ?? 0))),
    explicitBounds: upTo.flatMap(([bound]) => (Number.isFinite(bound) ? [bound] : [])),
    attributes: attributesFor(family, labels),
  }));
}
