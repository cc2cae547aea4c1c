import type { Usage } from '../../arm/limits.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { secondMs } from '../../domain/metrics/ports.ts';
import { isTraffic } from '../../domain/metrics/series.ts';
import type { Http } from '../answer.ts';

/** Seconds that a rate is the mean of; the newest may not be read yet. */
const seconds = 10;
const lateMs = secondMs;

/** What an endpoint takes up now of what is limited. */
export async function usageOf(http: Http, endpoint: Endpoint): Promise<Usage> {
  const { clock, store } = http.parts;
  const deployments = await store.rows.deployments.list(endpoint.uid);
  const { requests, bytes, opened, connections } = await trafficOf(http, endpoint.name, clock.now());
  return {
    requestsPerSecond: rounded(requests / seconds),
    newConnectionsPerSecond: rounded(opened / seconds),
    activeConnections: connections,
    bandwidthBytesPerSecond: Math.round(bytes / seconds),
    deploymentsPerEndpoint: deployments.length,
    instancesPerDeployment: Math.max(0, ...deployments.map(({ spec }) => spec.instanceCount)),
  };
}

async function trafficOf(http: Http, name: string, now: number) {
  const to = Math.floor((now - lateMs) / secondMs) * secondMs;
  const sums = { requests: 0, bytes: 0, opened: 0, connections: 0 };
  const span = { from: to - seconds * secondMs, to, grainMs: secondMs } as const;
  for await (const { series, sample } of http.metrics.read(name, span)) {
    const count = (column: string) => sample.counts.get(column) ?? 0;
    if (series.kind === 'live' || series.kind === 'direct') sums.requests += count('requests');
    if (isTraffic(series.kind)) sums.bytes += count('bytes_in') + count('bytes_out');
    if (series.kind !== 'endpoint') continue;
    sums.opened += count('connections_opened');
    const open = sample.gauges.get('connections');
    if (open !== undefined) sums.connections = Math.round(open.sum / open.count);
  }
  return sums;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
