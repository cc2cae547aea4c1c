/** What `teal top` shows, asked for through the metrics that anybody can ask for. */
import { deployments as deploymentsOf } from '../../../sdk/deployments.ts';
import { endpoints as endpointsOf } from '../../../sdk/endpoints.ts';
import { type MetricSeries, type Metrics, metrics as metricsOf } from '../../../sdk/metrics.ts';
import type { EndpointResource } from '../../../sdk/wire.ts';
import type { Session } from '../../session.ts';

/**
 * One deployment and one way in which requests come to it; or, without a deployment, what is over the limits of the
 * endpoint (`limited`). Missing where there is no value.
 */
export type TopRow = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly kind: 'live' | 'direct' | 'mirrored' | 'limited';
  readonly requests_per_second: number;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
  /** Answers of 400 and above, in percent of all. */
  readonly errors_percent: number;
  /** Of the endpoint's live requests, or of copies per live request, in percent. */
  readonly share_percent?: number;
  /** The same as it is set. */
  readonly configured_percent?: number;
  readonly mirror_drops_per_second?: number;
  /** Answers of 429: too many pending, or over a limit of the endpoint. */
  readonly throttled_per_second?: number;
  /** For how long requests and responses were held back by the limit of bandwidth, all together. */
  readonly delay_ms_per_second?: number;
  /** By state. */
  readonly instances: Readonly<Record<string, number>>;
};

/** The newest second may not be read yet. */
const lateMs = 1000;

export async function look(
  session: Session,
  name: string | undefined,
  seconds: number,
): Promise<readonly TopRow[]> {
  const endpoints = endpointsOf(session.client, session.workspace);
  const all = name === undefined ? await endpoints.list().all() : [await endpoints.get(name)];
  const rows = await Promise.all(all.map((endpoint) => lookAt(session, endpoint, seconds)));
  return rows.flat();
}

async function lookAt(
  { client, workspace }: Session,
  endpoint: EndpointResource,
  seconds: number,
): Promise<readonly TopRow[]> {
  const metrics = metricsOf(client, workspace);
  // On whole seconds, or the span would have parts of two more.
  const to = Math.floor((Date.now() - lateMs) / 1000) * 1000;
  const span = { timespan: `${iso(to - seconds * 1000)}/${iso(to)}`, interval: 'FULL', top: 100_000 };
  const of = { endpoint: endpoint.name };
  const ask = (names: readonly string[], filter: string, aggregation: string) =>
    metrics.list(of, { ...span, names, filter, aggregations: [aggregation] });
  const [deployments, requests, latencies, drops, throttled, delays] = await Promise.all([
    deploymentsOf(client, workspace, endpoint.name).list().all(),
    ask(['RequestsPerMinute'], "deployment eq '*' and kind eq '*' and statusCodeClass eq '*'", 'Total'),
    ask(['RequestLatency_P50', 'RequestLatency_P99'], "deployment eq '*' and kind eq '*'", 'Average'),
    ask(['MirrorDropsPerMinute'], "deployment eq '*'", 'Total'),
    ask(['ThrottledRequestsPerMinute'], "deployment eq '*'", 'Total'),
    ask(['ThrottlingDelayMs'], "reason eq '*'", 'Total'),
  ]);
  const [p50, p99] = latencies.value.map(({ timeseries }) => timeseries);
  const names = deployments.map((deployment) => deployment.name);
  const states = await Promise.all(names.map((name) => statesOf(metrics, { ...of, deployment: name }, span)));
  const seen: Seen = {
    endpoint,
    seconds,
    requests: requests.value[0]?.timeseries ?? [],
    p50: p50 ?? [],
    p99: p99 ?? [],
    drops: drops.value[0]?.timeseries ?? [],
    throttled: throttled.value[0]?.timeseries ?? [],
    delays: delays.value[0]?.timeseries ?? [],
  };
  return [...names.flatMap((name, at) => rowsOf(seen, name, states[at] ?? {})), ...limitedRow(seen)];
}

type Seen = {
  readonly endpoint: EndpointResource;
  readonly seconds: number;
  readonly requests: readonly MetricSeries[];
  readonly p50: readonly MetricSeries[];
  readonly p99: readonly MetricSeries[];
  readonly drops: readonly MetricSeries[];
  readonly throttled: readonly MetricSeries[];
  readonly delays: readonly MetricSeries[];
};

type Wanted = Readonly<Record<string, string>>;
type Span = { readonly timespan: string; readonly interval: string };

async function statesOf(
  metrics: Metrics,
  of: { readonly endpoint: string; readonly deployment: string },
  span: Span,
): Promise<Record<string, number>> {
  const filter = "State eq '*'";
  const { value } = await metrics.list(of, { ...span, names: ['DeploymentCapacity'], filter });
  const found = (value[0]?.timeseries ?? []).map((series): [string, number] => [
    series.metadatavalues[0]?.value ?? '',
    Math.round(series.data?.[0]?.average ?? 0),
  ]);
  return Object.fromEntries(found.filter(([, count]) => count > 0));
}

/** Live numbers always, the others when there are any or they are wanted. */
function rowsOf(seen: Seen, deployment: string, instances: TopRow['instances']): TopRow[] {
  const { mirrorTraffic } = seen.endpoint.properties;
  const kinds = (['live', 'direct', 'mirrored'] as const).filter(
    (kind) =>
      kind === 'live' ||
      totalOf(seen.requests, { deployment, kind }) > 0 ||
      (kind === 'mirrored' && (mirrorTraffic?.[deployment] ?? 0) > 0),
  );
  return kinds.map((kind) => rowOf(seen, { deployment, kind }, instances));
}

function rowOf(
  seen: Seen,
  wanted: Pick<TopRow, 'deployment' | 'kind'>,
  instances: TopRow['instances'],
): TopRow {
  const { endpoint, seconds, requests } = seen;
  const { traffic, mirrorTraffic } = endpoint.properties;
  const { deployment, kind } = wanted;
  const total = totalOf(requests, wanted);
  const failed = ['4xx', '5xx'].map((statusCodeClass) => totalOf(requests, { ...wanted, statusCodeClass }));
  const live = totalOf(requests, { kind: 'live' });
  const configured = (kind === 'live' ? traffic : mirrorTraffic)?.[deployment] ?? 0;
  const [p50] = matching(seen.p50, wanted);
  const [p99] = matching(seen.p99, wanted);
  return {
    endpoint: endpoint.name,
    ...wanted,
    requests_per_second: rounded(total / seconds),
    ...given('p50_ms', p50?.data?.[0]?.average),
    ...given('p99_ms', p99?.data?.[0]?.average),
    errors_percent: total === 0 ? 0 : rounded((100 * failed.reduce((sum, count) => sum + count, 0)) / total),
    ...(kind === 'direct' || live === 0 ? {} : given('share_percent', (100 * total) / live)),
    ...(kind === 'direct' ? {} : { configured_percent: configured }),
    ...(kind === 'mirrored'
      ? { mirror_drops_per_second: rounded(totalOf(seen.drops, { deployment }) / seconds) }
      : {}),
    ...(kind === 'live'
      ? { throttled_per_second: rounded(totalOf(seen.throttled, { deployment }) / seconds) }
      : {}),
    instances,
  };
}

/** What no deployment saw, or not alone; nothing while nobody is over a limit. */
function limitedRow({ endpoint, seconds, throttled, delays }: Seen): TopRow[] {
  const over = totalOf(throttled, { deployment: '' }) / seconds;
  const delayed = totalOf(delays, {}) / seconds;
  if (over + delayed === 0) return [];
  return [
    {
      endpoint: endpoint.name,
      deployment: '',
      kind: 'limited',
      requests_per_second: rounded(over),
      errors_percent: over === 0 ? 0 : 100,
      throttled_per_second: rounded(over),
      delay_ms_per_second: rounded(delayed),
      instances: {},
    },
  ];
}

function given<Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> {
  return value === undefined ? {} : ({ [name]: rounded(value) } as Record<Name, number>);
}

function matching(all: readonly MetricSeries[], wanted: Wanted): readonly MetricSeries[] {
  return all.filter(({ metadatavalues }) =>
    metadatavalues.every(
      ({ name, value }) => wanted[name.value] === undefined || wanted[name.value] === value,
    ),
  );
}

function totalOf(all: readonly MetricSeries[], wanted: Wanted): number {
  return matching(all, wanted).reduce((sum, { data }) => sum + (data?.[0]?.total ?? 0), 0);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
