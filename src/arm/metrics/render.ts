import { type Aggregation, aggregations, catalog, type Metric, namespaceOf, type Scope } from './catalog.ts';
import type { Result } from './evaluate.ts';
import type { Values } from './part.ts';
import type { Query } from './query.ts';
import { azureGrains } from './query.ts';

const localized = (value: string, localizedValue = value) => ({ value, localizedValue });
const fields = {
  Average: 'average',
  Count: 'count',
  Minimum: 'minimum',
  Maximum: 'maximum',
  Total: 'total',
} as const;

/** The answer of GET …/providers/Microsoft.Insights/metrics, as Azure Monitor gives it (2018-01-01 to 2024-02-01). */
export function renderMetrics(
  query: Query,
  results: readonly (readonly Result[])[],
  {
    resourceId,
    scope,
    region,
  }: { readonly resourceId: string; readonly scope: Scope; readonly region: string },
) {
  return {
    cost: Math.ceil((query.to - query.from) / 60_000) * query.metrics.length,
    timespan: `${iso(query.from)}/${iso(query.to)}`,
    interval: query.interval,
    value: query.metrics.map((metric, at) => ({
      id: `${resourceId}/providers/Microsoft.Insights/metrics/${metric.name}`,
      type: 'Microsoft.Insights/metrics',
      name: localized(metric.name, metric.title),
      displayDescription: metric.description,
      unit: metric.unit,
      timeseries: chosen(query, metric, results[at] ?? []).map((result) => series(query, metric, result)),
      errorCode: 'Success',
    })),
    namespace: namespaceOf[scope],
    resourceregion: region,
  };
}

function series(query: Query, metric: Metric, { dimensions, points }: Result) {
  const metadatavalues = Object.entries(dimensions).map(([name, value]) => ({
    name: localized(name),
    value,
  }));
  if (query.namesOnly) return { metadatavalues };
  const wanted = query.aggregations.length === 0 ? [metric.primary] : query.aggregations;
  const data = [];
  for (let at = query.from; at < query.to; at += query.intervalMs) {
    data.push({ timeStamp: iso(at), ...shown(points.get(at) ?? emptyOf(metric), wanted) });
  }
  return { metadatavalues, data };
}

function shown(values: Values, wanted: readonly Aggregation[]) {
  return Object.fromEntries(
    wanted.flatMap((name) => (values[name] === undefined ? [] : [[fields[name], values[name]]])),
  );
}

/** No request is a number, no latency is none. */
function emptyOf({ source }: Metric): Values {
  const isCount = ['requests', 'counts', 'rates', 'throttled'].includes(source.kind);
  return isCount ? { Average: 0, Total: 0, Minimum: 0, Maximum: 0, Count: 0 } : {};
}

/** What is not told apart is one series even of nothing, when nothing is a number. */
function chosen(query: Query, metric: Metric, results: readonly Result[]): readonly Result[] {
  if (query.split.length === 0) {
    const isNumber = Object.keys(emptyOf(metric)).length > 0;
    return results.length === 0 && isNumber ? [{ dimensions: {}, points: new Map() }] : results;
  }
  const { orderBy } = query;
  if (orderBy === undefined) return results.slice(0, query.top);
  const size = ({ points }: Result) =>
    [...points.values()].reduce((sum, values) => sum + (values[orderBy.aggregation] ?? 0), 0);
  const sign = orderBy.descending ? -1 : 1;
  return [...results].sort((one, other) => sign * (size(one) - size(other))).slice(0, query.top);
}

/** The answer of GET …/providers/Microsoft.Insights/metricDefinitions. */
export function renderDefinitions(resourceId: string, scope: Scope) {
  return catalog[scope].map((metric) => ({
    id: `${resourceId}/providers/Microsoft.Insights/metricdefinitions/${metric.name}`,
    resourceId,
    namespace: namespaceOf[scope],
    name: localized(metric.name, metric.title),
    displayDescription: metric.description,
    category: metric.source.kind === 'gauge' || metric.source.kind === 'capacity' ? 'Resources' : 'Traffic',
    isDimensionRequired: false,
    unit: metric.unit,
    primaryAggregationType: metric.primary,
    supportedAggregationTypes: aggregations.filter(
      (one) => one !== 'Total' || metric.source.kind !== 'latency',
    ),
    metricAvailabilities: azureGrains.map((timeGrain) => ({ timeGrain, retention: 'P30D' })),
    dimensions: metric.dimensions.map((name) => localized(name)),
  }));
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
