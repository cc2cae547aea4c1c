/** What endpoints may take up, on a real Teal: `teal limits`, its REST and the SDK, and what clients see of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTeal, type Teal as Sdk } from '../../src/sdk/teal.ts';
import { type Churn, startChurn } from '../support/churn.ts';
import { startLoad } from '../support/load.ts';
import type { Json, Rest } from '../support/rest.ts';
import { primaryKey, scoringUri } from '../support/scoring.ts';
import { type Teal, until } from '../support/teal.ts';
import { trafficLog } from '../support/traffic-log.ts';

let churn: Churn;
let teal: Teal;
let rest: Rest;
let sdk: Sdk;
let uri: string;
let key: string;

beforeAll(async () => {
  churn = await startChurn();
  ({ teal, rest } = churn);
  await churn.patchTraffic({ blue: 100 });
  const { url, subscription, resourceGroup, workspace } = teal.server;
  const place = { subscription, resourceGroup, name: workspace };
  sdk = createTeal({ url, token: teal.token, workspace: place });
  uri = await scoringUri(rest, 'churn');
  key = await primaryKey(rest, 'churn');
});
afterAll(() => teal?.close());

const said: Churn['said'] = (...words) => churn.said(...words);
const ran: Churn['ran'] = (...words) => churn.ran(...words);
const rowOf = (rows: Json, limit: string): Json => rows.find((row: Json) => row.limit === limit);

async function score(): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return fetch(uri, { method: 'POST', headers, body: '{}' });
}

describe('limits', () => {
  test('are the defaults, with what there is now', async () => {
    expect((await score()).status).toBe(200);
    const rows = await said('limits', '-n', 'churn');
    expect(rowOf(rows, 'requests-per-second')).toMatchObject({
      effective: 500,
      source: 'default',
      configured: null,
      default: 500,
    });
    expect(rowOf(rows, 'bandwidth')).toMatchObject({ effective: 5_000_000, unit: 'bytes a second' });
    expect(rowOf(rows, 'deployments-per-endpoint')).toMatchObject({ effective: 20, current: 2 });
    expect(rowOf(rows, 'instances-per-deployment')).toMatchObject({ effective: 50, current: 1 });
    expect(rowOf(rows, 'endpoints-per-subscription')).toBeUndefined();
    const all = await said('limits');
    expect(rowOf(all, 'endpoints-per-subscription')).toMatchObject({ effective: 100, current: 1 });
    const { stdout } = await ran('limits', '-n', 'churn', '-o', 'table');
    expect(stdout).toContain('requests-per-second');
  });

  test('of an endpoint go before those of its workspace; reset takes them away', async () => {
    await said(
      'limits',
      'set',
      '--requests-per-second',
      '400',
      '--bandwidth',
      '2MB',
      '--reason',
      'small link',
    );
    const set = await said(
      'limits',
      'set',
      '-n',
      'churn',
      '--requests-per-second',
      'none',
      '--reason',
      'a test',
    );
    expect(rowOf(set, 'requests-per-second')).toMatchObject({ effective: 'none', source: 'endpoint' });
    expect(rowOf(set, 'bandwidth')).toMatchObject({ effective: 2_000_000, source: 'workspace' });
    const { body } = await rest.call('GET', '/onlineEndpoints/churn/limits');
    expect(body.properties.requestsPerSecond).toMatchObject({
      default: 500,
      configured: 'none',
      effective: 'none',
      source: 'endpoint',
    });
    const { body: shared } = await rest.call('GET', '/limits');
    expect(shared.properties.requestsPerSecond).toMatchObject({ configured: 400, source: 'workspace' });
    const one = await said('limits', 'reset', '-n', 'churn', '--limit', 'requests-per-second');
    expect(rowOf(one, 'requests-per-second')).toMatchObject({ effective: 400, source: 'workspace' });
    const none = await said('limits', 'reset', '--reason', 'a fast link');
    expect(none.map(({ source }: Json) => source)).toEqual(none.map(() => 'default'));
    const entries = (await churn.history('?$top=4')).filter(({ operation }: Json) => operation === 'limit');
    expect(
      entries.map(({ reason, changes }: Json) => [reason, changes.map(({ path }: Json) => path)]),
    ).toEqual([
      ['a fast link', ['workspaceLimits.bandwidthBytesPerSecond', 'workspaceLimits.requestsPerSecond']],
      [null, ['limits.requestsPerSecond']],
      ['a test', ['limits.requestsPerSecond']],
      ['small link', ['workspaceLimits.bandwidthBytesPerSecond', 'workspaceLimits.requestsPerSecond']],
    ]);
  });

  test('of every kind are set in one line, waited for or not', async () => {
    const connections = ['--new-connections-per-second', '300', '--pending-requests-factor', '3'];
    const begun = await ran('limits', 'set', '-n', 'churn', ...connections, '--no-wait');
    expect([begun.code, begun.stdout]).toEqual([0, '']);
    const rows = await said('limits', '-n', 'churn');
    expect(rowOf(rows, 'new-connections-per-second')).toMatchObject({ effective: 300, source: 'endpoint' });
    expect(rowOf(rows, 'pending-requests-factor')).toMatchObject({ effective: 3, default: 2 });
    await ran('limits', 'reset', '-n', 'churn', '--no-wait');
    const after = await said('limits', '-n', 'churn');
    expect(after.map(({ source }: Json) => source)).toEqual(after.map(() => 'default'));
  });

  test('hold when the call returns, and are lifted when it returns', async () => {
    const statuses = async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, () => score()));
      return answers.map(({ status }) => status);
    };
    await sdk.limits.set({ requestsPerSecond: 1 }, { endpoint: 'churn', reason: 'one at a time' });
    const many = await statuses();
    expect(many.filter((status) => status === 429).length).toBeGreaterThan(0);
    const refused = await until('a refusal', score, ({ status }) => status === 429);
    expect(refused.headers.get('retry-after')).toBe('1');
    await sdk.limits.set({ requestsPerSecond: null }, { endpoint: 'churn' });
    expect((await sdk.limits.get({ endpoint: 'churn' })).properties.requestsPerSecond?.effective).toBe(500);
    // The pending limit of the deployment may be reached, that of the endpoint may not.
    const reasons = await Promise.all(Array.from({ length: 20 }, async () => (await score()).text()));
    expect(reasons.filter((text) => text.includes('requests a second'))).toEqual([]);
  });

  test('changed under load cut nothing off', async () => {
    const load = startLoad({ uri, key, outstanding: 2 });
    for (const limit of ['none', '1', '300', 'none', '50']) {
      await said(
        'limits',
        'set',
        '-n',
        'churn',
        '--requests-per-second',
        limit,
        '--active-connections',
        '400',
      );
      await load.more(20);
    }
    await said('limits', 'reset', '-n', 'churn');
    const tally = await load.stop();
    expect(new Set(Object.keys(tally.statuses))).toEqual(new Set(['200', '429']));
  });

  test('over it and under it can be seen in the metrics', async () => {
    const of = { endpoint: 'churn' };
    const total = async (name: string, filter: string) => {
      const span = { timespan: 'PT1H', interval: 'FULL', names: [name], filter, aggregations: ['Total'] };
      const { value } = await sdk.metrics.list(of, span);
      return value[0]?.timeseries[0]?.data?.[0]?.total ?? 0;
    };
    await until(
      'the throttled requests',
      () => total('ThrottledRequestsPerMinute', "reason eq 'requests_per_second'"),
      (count) => count > 0,
    );
    await until(
      'their status',
      () => total('RequestsPerMinute', "statusCode eq '429' and kind eq 'refused'"),
      (count) => count > 0,
    );
    for (const name of ['NetworkBytes', 'NewConnectionsPerSecond', 'ConnectionsActive']) {
      const { value } = await sdk.metrics.list(of, { timespan: 'PT1H', interval: 'FULL', names: [name] });
      expect([name, value[0]?.timeseries[0]?.data?.[0]?.average]).toEqual([name, expect.any(Number)]);
    }
    const { body } = await rest.call('GET', `${teal.server.url}/metrics`);
    expect(body).toMatch(
      /teal_requests_refused_total\{endpoint="churn",reason="requests_per_second"\} [1-9]/,
    );
    expect(body).toMatch(
      /teal_network_bytes_total\{endpoint="churn",deployment="blue",kind="live",direction="in"\} [1-9]/,
    );
    expect(body).toContain('teal_limit{endpoint="churn",limit="requestsPerSecond"} 500');
    expect(body).toMatch(/teal_connections_opened_total\{endpoint="churn"\} [1-9]/);
    const used = await until(
      'the use',
      async () => {
        await score();
        return said('limits', '-n', 'churn');
      },
      (rows) => rowOf(rows, 'requests-per-second').current > 0,
    );
    expect(rowOf(used, 'bandwidth').current).toBeGreaterThan(0);
  });

  test('what waits for bandwidth can be seen in the metrics, in teal top and in the traffic log', async () => {
    await said('limits', 'set', '-n', 'churn', '--bandwidth', '20KB');
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'b'.repeat(15_000) });
    for (let round = 0; round < 2; round += 1) {
      const answer = await fetch(uri, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
      await answer.text();
    }
    await said('limits', 'reset', '-n', 'churn');
    const text = await until(
      'the delay',
      async () => (await rest.call('GET', `${teal.server.url}/metrics`)).body,
      (metrics) =>
        /teal_request_delay_seconds_total\{endpoint="churn",direction="response"\} 0*\.?0*[1-9]/.test(
          metrics,
        ),
    );
    expect(text).toContain('teal_requests_delayed_total{endpoint="churn",direction="request"}');
    const logged = await until(
      'the lines',
      () => trafficLog(teal.home),
      (lines) =>
        lines.some((line) => line.ResponseThrottlingDelayMs > 0) &&
        lines.some((line) => line.RequestThrottlingDelayMs > 0),
    );
    expect(logged.some((line) => line.ResponseCodeReason === 'requests_per_second')).toBe(true);
    // It shows whole seconds that are over, so later than the counters.
    await until(
      'the delay in teal top',
      () => said('top', '-n', 'churn', '--window', '600'),
      (rows) => rows.some((row: Json) => row.delay_ms_per_second > 0),
    );
  });
});
