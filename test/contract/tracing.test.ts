/** A deployment with `app_insights_enabled`, and an OTLP endpoint: what is sent there of its requests, and of everything. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { type OtlpSink, plain, type SeenSpan, startOtlpSink } from '../support/otlp-sink.ts';
import { instancesOf } from '../support/processes.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { route, type Score, scorer } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const SCRIPT = `
import time
def init(): pass
def run(raw_data, request_headers):
    if "fail" in raw_data:
        raise LookupError("the card number 4711 is not known")
    if "slow" in raw_data:
        time.sleep(3)
    time.sleep(0.02)
    return {name: request_headers.get(name) for name in ("Traceparent", "Tracestate")}
`;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const context = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'rojo=1' };
const secret = 'a-secret-of-the-endpoint';

let sink: OtlpSink;
let teal: Teal;
let rest: Rest;
let az: Az;
let score: Score;
beforeAll(async () => {
  sink = await startOtlpSink();
  teal = await startTeal([], undefined, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${sink.url}/base/`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: `x-auth=${secret},x-odd=a%20b`,
    OTEL_SERVICE_NAME: 'scoring-here',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_METRIC_EXPORT_INTERVAL: '300',
  });
  rest = restOf(teal);
  az = azOn(teal);
  const folder = join(teal.home, 'traced');
  mkdirSync(folder);
  writeFileSync(join(folder, 'score.py'), SCRIPT);
  await rest.call('PUT', '/onlineEndpoints/traced', { properties: {} });
  writeFileSync(
    join(teal.home, 'blue.yml'),
    `name: blue
endpoint_name: traced
code_configuration: {code: traced, scoring_script: score.py}
environment: azureml:AzureML-sklearn-1.5@latest
app_insights_enabled: true
environment_variables: {WORKER_COUNT: '4'}
instance_type: local
instance_count: 1
`,
  );
  await az.json('ml', 'online-deployment', 'create', '-f', join(teal.home, 'blue.yml'), '--all-traffic');
  score = await scorer(rest, 'traced');
});
afterAll(async () => {
  await teal?.close();
  await sink?.close();
});

const spansOf = (id: string | null) =>
  until(
    `the spans of ${id}`,
    () => {
      const own = sink.spans().find(({ attributes }) => attributes['teal.request.id'] === id);
      return own === undefined ? [] : [own, ...sink.spans().filter((one) => one.parentSpanId === own.spanId)];
    },
    (seen) => seen.length > 0,
  );

describe('a request', () => {
  test('is a span of the router and one of run() below it, in the trace of the client', async () => {
    const before = Date.now();
    const answer = await score('x', { ...context, 'x-ms-client-request-id': 'mine' });
    const id = answer.headers.get('x-request-id');
    expect(answer.headers.get('x-teal-span')).toBeNull();
    const [server, run] = (await spansOf(id)) as [SeenSpan, SeenSpan];
    expect(server).toMatchObject({
      ...{ traceId: TRACE, parentSpanId: PARENT, traceState: 'rojo=1', name: 'POST /score', kind: 2 },
      resource: { 'service.name': 'scoring-here', 'deployment.environment.name': 'test' },
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/score',
        'http.response.status_code': 200,
        'http.request.body.size': 3,
        'url.scheme': 'http',
        'url.path': '/api/v1/endpoint/traced/score',
        'teal.endpoint': 'traced',
        'teal.deployment': 'blue',
        'teal.revision': 1,
        'teal.instance': instancesOf(teal.home)[0]?.id,
        'teal.kind': 'live',
        'teal.client_request.id': 'mine',
        'teal.model.status_code': 200,
        'teal.attempts': 1,
      },
    });
    expect(server.status).toBeUndefined();
    expect(run).toMatchObject({
      traceId: TRACE,
      name: 'run',
      kind: 1,
      attributes: { 'teal.deployment': 'blue' },
    });
    // What the script sees is the span around it, so that spans of its own join there.
    expect(answer.body).toEqual({ Traceparent: `00-${TRACE}-${run.spanId}-01`, Tracestate: 'rojo=1' });
    expect(run.start).toBeGreaterThanOrEqual(server.start);
    expect(run.end).toBeLessThanOrEqual(server.end);
    expect(run.end - run.start).toBeGreaterThanOrEqual(20_000_000n);
    // The span is as long ago as the request: a bound, not a measurement.
    expect(Number(server.start / 1_000_000n)).toBeGreaterThan(before - 1000);
    expect(Number(server.end / 1_000_000n)).toBeLessThan(Date.now() + 1000);
  });

  test('that fails in the script has the exception, without its message', async () => {
    const answer = await score('fail', context);
    expect(answer.status).toBe(424);
    const [server, run] = (await spansOf(answer.headers.get('x-request-id'))) as [SeenSpan, SeenSpan];
    expect(server).toMatchObject({
      status: { code: 2 },
      attributes: { 'http.response.status_code': 424, 'teal.model.status_code': 500, 'error.type': '500' },
    });
    expect(run).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'LookupError' },
      events: [{ name: 'exception', attributes: { 'exception.type': 'LookupError' } }],
    });
    expect(run.events[0]?.attributes['exception.stacktrace']).toMatch(/^score\.py:6 in run$/);
    for (const { body } of sink.deliveries) expect(body.toString()).not.toContain('4711');
  });

  test('that takes too long is an error of the router, which has no word of the worker', async () => {
    const limit = (ms: number) =>
      az.json(
        ...['ml', 'online-deployment', 'update', '-n', 'blue', '-e', 'traced'],
        ...['--set', `request_settings.request_timeout_ms=${ms}`],
      );
    await limit(400);
    const answer = await score('slow', context);
    await limit(60_000);
    expect(answer.status).toBe(408);
    const spans = await spansOf(answer.headers.get('x-request-id'));
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'timeout' } });
  });

  test('without a context begins a trace, and one that is not sampled leaves nothing', async () => {
    const alone = await score('x', { traceparent: 'nonsense' });
    const [server] = await spansOf(alone.headers.get('x-request-id'));
    expect(server?.parentSpanId).toBeUndefined();
    expect(server?.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    const quiet = '0af7651916cd43dd8448eb211c80319c';
    const { body } = await score('x', { traceparent: `00-${quiet}-${PARENT}-00` });
    expect(body.Traceparent).toMatch(new RegExp(`^00-${quiet}-[0-9a-f]{16}-00$`));
    const later = await score('x');
    await spansOf(later.headers.get('x-request-id'));
    expect(sink.spans().filter(({ traceId }) => traceId === quiet)).toEqual([]);
  });
});

test('headers go with every delivery, and into no log', async () => {
  for (const { path, headers } of sink.deliveries) {
    expect(path).toMatch(/^\/base\/v1\/(traces|metrics)$/);
    expect(headers).toMatchObject({ 'x-auth': secret, 'x-odd': 'a b', 'content-type': 'application/json' });
  }
  expect(readFileSync(join(teal.home, 'logs/control.log'), 'utf8')).not.toContain(secret);
});

describe('metrics by OTLP', () => {
  const exposed = async () => {
    const headers = { authorization: `Bearer ${teal.token}` };
    return (await fetch(`${teal.server.url}/metrics`, { headers })).text();
  };
  const requestLines = (text: string) =>
    text.split('\n').filter((line) => /^teal_requests_total\{/.test(line));
  const pointsOf = (name: string): Json[] => {
    const metric = sink.metrics().find((one) => one.name === name);
    return (metric?.sum ?? metric?.gauge ?? metric?.histogram)?.dataPoints ?? [];
  };
  const requests = () =>
    pointsOf('teal.requests').map((point) => [plain(point.attributes), Number(point.asInt)] as const);

  test('are those of /metrics, cumulative', async () => {
    const sent = 4;
    const before = (await requests()).reduce((sum, [, count]) => sum + count, 0);
    for (let round = 0; round < sent; round++) await score('x');
    const lines = () =>
      requests().map(([attributes, count]) => {
        const { 'teal.endpoint': endpoint, 'teal.deployment': deployment, 'teal.kind': kind } = attributes;
        const labels = `endpoint="${endpoint}",deployment="${deployment}",kind="${kind}"`;
        return `teal_requests_total{${labels},code="${attributes['http.response.status_code']}"} ${count}`;
      });
    const summed = () => requests().reduce((sum, [, count]) => sum + count, 0);
    await until('the requests', summed, (sum) => sum >= before + sent);
    // Either is a little behind what was sent, in its own time.
    await until(
      'the same numbers',
      async () => ({ sent: lines().sort(), shown: requestLines(await exposed()).sort() }),
      (seen) => isDeepStrictEqual(seen.sent, seen.shown),
    );
    const sum = sink.metrics().find(({ name }) => name === 'teal.requests');
    expect(sum).toMatchObject({ unit: '{request}', sum: { aggregationTemporality: 2, isMonotonic: true } });
    const [first] = sum.sum.dataPoints;
    expect(BigInt(first.startTimeUnixNano)).toBeLessThan(BigInt(first.timeUnixNano));
  });

  test('have histograms of the durations in seconds, and gauges', async () => {
    const [point] = pointsOf('teal.request.duration');
    const counts = point.bucketCounts.map(Number);
    expect(counts).toHaveLength(point.explicitBounds.length + 1);
    expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(Number(point.count));
    expect(point.sum).toBeGreaterThan(0.02);
    const ready = pointsOf('teal.instances').find(
      ({ attributes }) => plain(attributes)['teal.state'] === 'ready',
    );
    expect(Number(ready.asInt)).toBe(1);
    const memory = sink.metrics().find(({ name }) => name === 'teal.instance.memory');
    expect(memory).toMatchObject({ unit: 'By' });
    expect(Number(memory.gauge.dataPoints[0].asInt)).toBeGreaterThan(1_000_000);
  });

  test('what was exported is counted', async () => {
    const text = await exposed();
    expect(text).toMatch(/^teal_spans_exported_total [1-9]\d*$/m);
    for (const reason of ['rejected', 'undelivered', 'router_full', 'nameless']) {
      expect(text).toContain(`teal_spans_dropped_total{reason="${reason}"} 0\n`);
    }
    expect(text).toMatch(/^teal_metric_points_exported_total\{outcome="sent"\} [1-9]\d*$/m);
  });
});

test('a mirror is in the same trace', async () => {
  await rest.deploy('traced', 'green', 'traced', { appInsightsEnabled: true }).catch(async () => {
    await rest.register('codes', 'traced', join(teal.home, 'traced'));
    await rest.deploy('traced', 'green', 'traced', { appInsightsEnabled: true });
  });
  await route(rest, 'traced', { blue: 100 }, { green: 50 });
  for (let round = 0; round < 8; round++) await score('x', context);
  const copy = await until(
    'the copy',
    () => sink.spans().find(({ attributes }) => attributes['teal.kind'] === 'mirrored'),
    (seen) => seen !== undefined,
  );
  const live = await until(
    'its request',
    () => sink.spans().find(({ spanId }) => spanId === copy?.parentSpanId),
    (seen) => seen !== undefined,
  );
  expect(copy?.attributes['teal.request.id']).toBe(live?.attributes['teal.request.id']);
  expect([live?.attributes['teal.deployment'], copy?.attributes['teal.deployment']]).toEqual([
    'blue',
    'green',
  ]);
});

test('switched off, requests pass as they came, on the same instance', async () => {
  const before = instancesOf(teal.home).map(({ id }) => id);
  await az.json(
    ...[
      'ml',
      'online-deployment',
      'update',
      '-n',
      'blue',
      '-e',
      'traced',
      '--set',
      'app_insights_enabled=false',
    ],
  );
  const odd = { traceparent: 'what ever', tracestate: 'it=is=' };
  const answer = await score('x', odd);
  expect(answer.body).toEqual({ Traceparent: odd.traceparent, Tracestate: odd.tracestate });
  expect(instancesOf(teal.home).map(({ id }) => id)).toEqual(before);
});
