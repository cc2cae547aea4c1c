/** What clients take up of an endpoint, and what they may, as Prometheus reads it. */
import { effectiveLimit, limitNames, limitRules } from '../domain/limits.ts';
import type { Sample } from '../domain/metrics/sample.ts';
import { isTraffic, type Series } from '../domain/metrics/series.ts';
import type { Rows } from '../domain/store.ts';
import type { Family, Line } from './family.ts';

type Totals = readonly (readonly [Series, Sample])[];

export function usageFamilies(totals: Totals, connections: ReadonlyMap<string, number>): Family[] {
  const ofEndpoints = totals.filter(([{ kind }]) => kind === 'endpoint');
  const byDirection = (prefix: string, scale: number) =>
    ofEndpoints.flatMap(([{ endpoint }, { counts }]) =>
      ['request', 'response'].map(
        (direction): Line => ['', { endpoint, direction }, (counts.get(prefix + direction) ?? 0) * scale],
      ),
    );
  return [
    {
      name: 'teal_connections',
      type: 'gauge',
      help: 'Open connections of clients whose last request was for the endpoint.',
      lines: [...connections].map(([endpoint, open]): Line => ['', { endpoint }, open]),
    },
    {
      name: 'teal_connections_opened_total',
      type: 'counter',
      help: 'Connections of clients that came to the endpoint.',
      lines: ofEndpoints.map(
        ([{ endpoint }, { counts }]): Line => ['', { endpoint }, counts.get('connections_opened') ?? 0],
      ),
    },
    {
      name: 'teal_network_bytes_total',
      type: 'counter',
      help: 'Bytes of the bodies of requests (in) and answers (out).',
      lines: totals
        .filter(([{ kind }]) => isTraffic(kind))
        .flatMap(([{ endpoint, deployment, kind }, { counts }]) =>
          ['in', 'out'].map((direction): Line => {
            const labels = { endpoint, deployment, kind, direction };
            return ['', labels, counts.get(`bytes_${direction}`) ?? 0];
          }),
        ),
    },
    {
      name: 'teal_requests_delayed_total',
      type: 'counter',
      help: 'Requests of which the limit of bandwidth held back the request or the response.',
      lines: byDirection('delayed:', 1),
    },
    {
      name: 'teal_request_delay_seconds_total',
      type: 'counter',
      help: 'For how long the limit of bandwidth held back requests and responses, all together.',
      lines: byDirection('delay_ms:', 0.001),
    },
  ];
}

/** The limits in force; where there is none, there is no line. */
export async function limitFamily({ endpoints, limits }: Rows): Promise<Family> {
  const set = await limits.list();
  return {
    name: 'teal_limit',
    type: 'gauge',
    help: 'The limit of an endpoint.',
    lines: (await endpoints.list()).flatMap(({ name: endpoint, uid, workspaceUid, spec }) => {
      const [workspace, own] = [set.get(workspaceUid) ?? {}, set.get(uid) ?? {}];
      const layers = { compute: spec.compute, workspace, endpoint: own };
      return limitNames.flatMap((limit): Line[] => {
        const { value } = effectiveLimit(limit, layers);
        return value === 'none' || !limitRules[limit].ofEndpoint ? [] : [['', { endpoint, limit }, value]];
      });
    }),
  };
}
