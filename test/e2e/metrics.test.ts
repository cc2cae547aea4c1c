import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TopRow } from '../../src/cli/teal/top/look.ts';
import { must } from '../support/command.ts';
import { type Load, startLoad } from '../support/load.ts';
import {
  deployRecorded,
  endpoint,
  keyOf,
  percentile,
  type Recorded,
  recordedRun,
  scoringUri,
} from '../support/recorded-run.ts';
import type { Json, Rest } from '../support/rest.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const count = 10_000;

describe('the metrics of a run of 10,000 requests are those of who sent them', () => {
  let teal: Teal;
  let rest: Rest;
  let requests: readonly Recorded[];
  let load: Load | undefined;
  beforeAll(async () => {
    teal = await startTeal();
    rest = await deployRecorded(teal);
    requests = await recordedRun(rest, count);
  });
  afterAll(async () => {
    await load?.stop();
    await teal?.close();
  });

  const ask = async (query: Record<string, string>, of = ''): Promise<Json> => {
    const path = `/onlineEndpoints/${endpoint}${of}/providers/Microsoft.Insights/metrics`;
    const words = new URLSearchParams({ timespan: 'PT14M', interval: 'FULL', top: '1000', ...query });
    const { status, body } = await rest.call('GET', `${path}?${words}&api-version=2023-10-01`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  };
  const total = async () => {
    const body = await ask({ metricnames: 'RequestsPerMinute', aggregation: 'Total' });
    return body.value[0].timeseries[0].data[0].total;
  };
  const splitOf = (series: Json): Record<string, number> =>
    Object.fromEntries(
      series.map(({ metadatavalues, data }: Json) => [
        metadatavalues.map(({ value }: Json) => value).join(' '),
        data[0].total,
      ]),
    );

  test('requests, errors and split, exactly', async () => {
    await until('every request in the metrics', total, (seen) => seen >= count);
    expect(await total()).toBe(count);
    const filter = "deployment eq '*' and kind eq '*' and statusCode eq '*' and modelStatusCode eq '*'";
    const body = await ask({ metricnames: 'RequestsPerMinute', aggregation: 'Total', $filter: filter });
    const expected: Record<string, number> = {};
    for (const { status, deployment, direct } of requests) {
      const kind = deployment === undefined ? 'refused' : direct ? 'direct' : 'live';
      const model = status === 200 ? '200' : status === 424 ? '500' : '';
      const key = [deployment ?? '', kind, status, model].join(' ');
      expected[key] = (expected[key] ?? 0) + 1;
    }
    expect(Object.keys(expected).length).toBe(7);
    expect(splitOf(body.value[0].timeseries)).toEqual(expected);
  });

  test('by minutes and at the deployment the same', async () => {
    const minutes = await ask({ metricnames: 'RequestsPerMinute', aggregation: 'Total', interval: 'PT1M' });
    const data: Json[] = minutes.value[0].timeseries[0].data;
    expect(data.reduce((sum, point) => sum + point.total, 0)).toBe(count);
    const query = {
      metricnames: 'RequestsPerMinute',
      aggregation: 'Total',
      $filter: "envoy_response_code eq '424'",
    };
    const { value } = await ask(query, '/deployments/green');
    const failed = requests.filter(({ status, deployment }) => status === 424 && deployment === 'green');
    expect(value[0].timeseries[0].data[0].total).toBe(failed.length);
  });

  test.each([50, 90, 95, 99])(
    'P%d lies between what the model slept and what the client waited',
    async (percent) => {
      for (const name of ['blue', 'green']) {
        const query = { metricnames: `RequestLatency_P${percent}`, $filter: `deployment eq '${name}'` };
        const { value } = await ask(query);
        const found = value[0].timeseries[0].data[0].average;
        const own = requests.filter(({ deployment }) => deployment === name);
        const times = (of: (one: Recorded) => number) => percentile(own.map(of), percent / 100);
        // Every request took the router longer than the model and shorter than the client: so do all percentiles.
        expect(found).toBeGreaterThan(times(({ sleptMs }) => sleptMs) * 0.99);
        expect(found).toBeLessThan(times(({ ms }) => ms) * 1.01);
      }
    },
  );

  test('Prometheus reads the same', async () => {
    const reply = await fetch(`${teal.server.url}/metrics`, {
      headers: { authorization: `Bearer ${teal.token}` },
    });
    expect(reply.headers.get('content-type')).toContain('version=0.0.4');
    const text = await reply.text();
    const numberAt = (line: string) =>
      Number(
        text
          .split('\n')
          .find((one) => one.startsWith(`${line} `))
          ?.split(' ')[1],
      );
    const labels = `endpoint="${endpoint}",deployment="blue",kind="live"`;
    const own = requests.filter(({ deployment, direct }) => deployment === 'blue' && !direct);
    const ok = own.filter(({ status }) => status === 200).length;
    expect(numberAt(`teal_requests_total{${labels},code="200"}`)).toBe(ok);
    expect(numberAt(`teal_requests_total{${labels},code="424"}`)).toBe(own.length - ok);
    expect(numberAt(`teal_request_duration_seconds_count{${labels}}`)).toBe(own.length);
    expect(numberAt(`teal_request_duration_seconds_bucket{${labels},le="+Inf"}`)).toBe(own.length);
    const refused = requests.filter(({ status }) => status === 401).length;
    expect(numberAt(`teal_requests_refused_total{endpoint="${endpoint}",reason="unauthorized"}`)).toBe(
      refused,
    );
    expect(numberAt(`teal_traffic_share_ratio{endpoint="${endpoint}",deployment="blue",kind="live"}`)).toBe(
      0.7,
    );
    expect(numberAt(`teal_instances{endpoint="${endpoint}",deployment="blue",state="ready"}`)).toBe(1);
    expect(numberAt('teal_metrics_unwritten_seconds_total')).toBe(0);
  });

  test('instances used CPU and memory', async () => {
    const names = 'CpuUtilizationPercentage,CpuMemoryUtilizationPercentage';
    const query = { metricnames: names, aggregation: 'Maximum', $filter: "instanceId eq '*'" };
    const { value } = await ask(query, '/deployments/blue');
    for (const { timeseries, unit } of value) {
      expect(unit).toBe('Percent');
      expect(timeseries).toHaveLength(1);
      expect(timeseries[0].data[0].maximum).toBeGreaterThan(0);
    }
    const capacity = await ask(
      { metricnames: 'DeploymentCapacity', $filter: "State eq 'ready'" },
      '/deployments/blue',
    );
    expect(capacity.value[0].timeseries[0].data[0].average).toBeGreaterThan(0.1);
  });

  test('teal top shows each way in which requests come to a deployment', async () => {
    load = startLoad({
      uri: await scoringUri(rest),
      key: await keyOf(rest),
      perSecond: 50,
      body: '{"ms": 5}',
    });
    type Rows = readonly TopRow[];
    const look = async (): Promise<Rows> =>
      JSON.parse(await must('teal', ['top', '--name', endpoint, '--window', '3'], { env: teal.env }));
    const rows = await until(
      'live requests at both',
      look,
      (seen) =>
        seen.length >= 2 &&
        seen.every(({ requests_per_second: rate, share_percent: share }) => rate > 5 && share !== undefined),
    );
    expect(rows.map(({ deployment, kind }) => [deployment, kind])).toEqual([
      ['blue', 'live'],
      ['green', 'live'],
    ]);
    expect(rows.map((row) => row.configured_percent)).toEqual([70, 30]);
    expect(rows.reduce((sum, row) => sum + (row.share_percent ?? 0), 0)).toBeCloseTo(100, 1);
    for (const { p50_ms, p99_ms, errors_percent, instances } of rows) {
      expect(p50_ms).toBeGreaterThan(5);
      expect(p99_ms).toBeGreaterThanOrEqual(p50_ms ?? 0);
      expect(errors_percent).toBe(0);
      expect(instances).toEqual({ ready: 1 });
    }
    expect((await load.stop()).failed).toBe(0);
  });
});
