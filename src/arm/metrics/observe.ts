/** What one sample says about one metric, told apart by the metric's dimensions. */
import type { Histogram } from '../../domain/metrics/histogram.ts';
import type { Entry } from '../../domain/metrics/ports.ts';
import type { Gauge, Sample } from '../../domain/metrics/sample.ts';
import { isTraffic, type Series } from '../../domain/metrics/series.ts';
import type { Metric, Scope } from './catalog.ts';
import type { Dimensions } from './filter.ts';

export type Observed = { readonly dimensions: Dimensions } & (
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'times'; readonly times: Histogram; readonly timed: number; readonly ms: number }
  | { readonly kind: 'gauge'; readonly name: string; readonly gauge: Gauge }
);

/** The status of an answer that never came to its end. */
const none = '0';
/** What the router answers by itself, whoever the model is. */
const ownStatuses = new Set(['408', '429', none]);
const refusedStatuses: Readonly<Record<string, string>> = {
  unauthorized: '401',
  not_found: '404',
  too_large: '413',
  internal: '500',
  requests_per_second: '429',
  new_connections: '429',
  active_connections: '429',
};

/** `copies`: what was copied to mirrors counts as well. */
export function observe(metric: Metric, entry: Entry, copies: boolean): Observed[] {
  const { series, sample } = entry;
  const { source } = metric;
  switch (source.kind) {
    case 'requests':
      if (series.kind === 'refused') return refusals(sample);
      return isWanted(series, copies) ? answers(series, sample) : [];
    case 'latency':
    case 'mean-latency':
      return isWanted(series, copies) && sample.times.size > 0 ? [timesOf(series, sample)] : [];
    case 'gauge':
    case 'capacity':
      return gauges(source.kind === 'gauge' ? source.gauge : 'state:', series, sample);
    case 'counts':
    case 'rates':
      return counts(source.prefix, series, sample);
    case 'collection':
      return collected(source.prefix, series, sample);
    case 'throttled':
      return throttled(series, sample);
    default:
      return source satisfies never;
  }
}

/** Whether a series can have anything to say about a metric; what cannot is not worth reading. */
export function concerns({ source }: Metric, series: Series, copies: boolean): boolean {
  switch (source.kind) {
    case 'requests':
      return series.kind === 'refused' || isWanted(series, copies);
    case 'latency':
    case 'mean-latency':
      return isWanted(series, copies);
    case 'gauge':
    case 'capacity':
      return series.kind !== 'refused' && !isTraffic(series.kind);
    case 'counts':
    case 'rates':
    case 'throttled':
    case 'collection':
      return true;
    default:
      return source satisfies never;
  }
}

/** An endpoint's numbers are those of its clients, a deployment's of all that it did. */
export function withCopies(scope: Scope, named: readonly string[]): boolean {
  return scope === 'deployment' || named.includes('kind');
}

function isWanted({ kind }: Series, copies: boolean): boolean {
  return isTraffic(kind) && (copies || kind !== 'mirrored');
}

function answers({ deployment, kind }: Series, { counts }: Sample): Observed[] {
  const found: Observed[] = [];
  const add = (statusCode: string, modelStatusCode: string, count: number): void => {
    if (count > 0) found.push(answer({ deployment, kind }, statusCode, { modelStatusCode, count }));
  };
  let rest = counts.get('requests') ?? 0;
  let behind = 0;
  for (const [name, count] of counts) {
    if (!name.startsWith('model:')) continue;
    add('424', name.slice(6), count);
    behind += count;
  }
  for (const [name, count] of counts) {
    if (!name.startsWith('status:')) continue;
    const code = name.slice(7);
    rest -= count;
    if (code === '424') add(code, '', count - behind);
    else add(code, ownStatuses.has(code) ? '' : code, count);
  }
  add(none, '', rest);
  return found;
}

function refusals({ counts }: Sample): Observed[] {
  return [...counts].map(([name, count]) => {
    const code = refusedStatuses[name.slice('refused:'.length)] ?? none;
    return answer({ deployment: '', kind: 'refused' }, code, { modelStatusCode: '', count });
  });
}

function answer(
  { deployment, kind }: Pick<Series, 'deployment' | 'kind'>,
  statusCode: string,
  { modelStatusCode, count }: { readonly modelStatusCode: string; readonly count: number },
): Observed {
  const statusCodeClass = statusCode === none ? none : `${statusCode.slice(0, 1)}xx`;
  const status = { statusCode, statusCodeClass, modelStatusCode, envoy_response_code: statusCode };
  return { kind: 'count', count, dimensions: { deployment, kind, ...status } };
}

function timesOf({ deployment, kind }: Series, { times, counts }: Sample): Observed {
  const timed = counts.get('timed') ?? 0;
  return { kind: 'times', times, timed, ms: counts.get('ms_sum') ?? 0, dimensions: { deployment, kind } };
}

function gauges(prefix: string, { instance }: Series, { gauges }: Sample): Observed[] {
  return [...gauges].flatMap(([name, gauge]): Observed[] => {
    if (!name.startsWith(prefix)) return [];
    return [
      { kind: 'gauge', name, gauge, dimensions: { instanceId: instance, State: name.slice(prefix.length) } },
    ];
  });
}

function counts(prefix: string, { deployment }: Series, { counts }: Sample): Observed[] {
  return [...counts].flatMap(([name, count]): Observed[] =>
    name.startsWith(prefix)
      ? [{ kind: 'count', count, dimensions: { deployment, reason: name.slice(prefix.length) } }]
      : [],
  );
}

function collected(prefix: string, { deployment, instance }: Series, { counts }: Sample): Observed[] {
  return [...counts].flatMap(([name, count]): Observed[] => {
    if (!name.startsWith(prefix)) return [];
    const [type = '', reason = ''] = name.slice(prefix.length).split('/').toReversed();
    return [{ kind: 'count', count, dimensions: { deployment, instanceId: instance, type, reason } }];
  });
}

/** At the endpoint's limits, and at those of its deployments on pending requests. */
function throttled(series: Series, sample: Sample): Observed[] {
  if (series.kind === 'refused') {
    return counts('refused:', series, sample).filter(
      ({ dimensions }) => refusedStatuses[dimensions.reason ?? ''] === '429',
    );
  }
  const count = series.kind === 'mirrored' ? 0 : (sample.counts.get('status:429') ?? 0);
  const dimensions = { deployment: series.deployment, reason: 'pending_requests' };
  return count === 0 ? [] : [{ kind: 'count', count, dimensions }];
}
