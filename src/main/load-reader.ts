import { catalog, type Metric } from '../arm/metrics/catalog.ts';
import { evaluate } from '../arm/metrics/evaluate.ts';
import type { Filter } from '../arm/metrics/filter.ts';
import type { Values } from '../arm/metrics/part.ts';
import type { Query } from '../arm/metrics/query.ts';
import type { LoadReader } from '../domain/autoscale/ports.ts';
import type { DimensionTest, Statistic, Trigger } from '../domain/autoscale/settings.ts';
import { keptSecondsMs, type MetricRows, minuteMs, secondMs } from '../domain/metrics/ports.ts';

/** Metrics for autoscale: those of Azure Monitor's names, read where `az monitor metrics` reads them. */
export function createLoadReader(history: Pick<MetricRows, 'read'>): LoadReader {
  return {
    window: (trigger, now) => windowOf(history, trigger, now),
    looks: async (endpoint, deployment, { from, to }) => {
      const looks = [];
      for await (const { at, series, sample } of history.read(endpoint, { from, to, grainMs: secondMs })) {
        const gauge = sample.gauges.get('in_flight');
        if (series.kind !== 'deployment' || series.deployment !== deployment || gauge === undefined) continue;
        looks.push({ at, busy: gauge.sum / gauge.count });
      }
      return looks;
    },
  };
}

const aggregationOf: Readonly<Record<Statistic, keyof Values>> = {
  Average: 'Average',
  Min: 'Minimum',
  Max: 'Maximum',
  Sum: 'Total',
  Count: 'Count',
};

/**
 * Grains end now, not at a whole minute, as long as seconds are kept: a rule sees a burst when it is there. A count of
 * which nothing was counted is 0 wherever anything else was recorded; all other metrics have no value then.
 */
async function windowOf(history: Pick<MetricRows, 'read'>, trigger: Trigger, now: number): Promise<number[]> {
  const { of, grainMs: intervalMs, windowMs } = trigger;
  const scope = of.deployment === null ? 'endpoint' : 'deployment';
  const metric = catalog[scope].find(({ name }) => name === trigger.metric);
  if (metric === undefined) return [];
  const grainMs = windowMs < keptSecondsMs ? secondMs : minuteMs;
  const to = now - (now % grainMs);
  const query: Query = {
    ...fixed,
    from: to - windowMs,
    to,
    grainMs,
    intervalMs,
    metrics: [metric],
    filter: filterOf(trigger.dimensions),
  };
  const evaluation = evaluate(query, scope);
  const recorded = new Set<number>();
  for await (const entry of history.read(of.endpoint, query)) {
    recorded.add(entry.at - ((entry.at - query.from) % intervalMs));
    const { deployment } = entry.series;
    if (of.deployment === null || deployment === of.deployment) evaluation.add(entry);
  }
  const points = evaluation.results()[0]?.[0]?.points ?? new Map<number, Values>();
  return [...recorded]
    .sort((one, other) => one - other)
    .flatMap((at) => {
      const value = points.get(at)?.[aggregationOf[trigger.statistic]] ?? (isCount(metric) ? 0 : undefined);
      return value === undefined ? [] : [value];
    });
}

function isCount({ source }: Metric): boolean {
  return source.kind === 'requests' || source.kind === 'counts';
}

const fixed = {
  interval: '',
  aggregations: [],
  split: [],
  top: 1,
  orderBy: undefined,
  namesOnly: false,
} as const;

/** Names as the metric spells them; values in lower case. `*` is any. */
function filterOf(tests: readonly DimensionTest[]): Filter {
  return {
    dimensions: tests.map(({ name }) => name),
    matches: (values) =>
      tests.every(({ name, operator, values: wanted }) => {
        const found = wanted.includes('*') || wanted.includes((values[name] ?? '').toLowerCase());
        return (operator === 'Equals') === found;
      }),
  };
}
