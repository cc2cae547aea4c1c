/** What is sent by OTLP, read with OpenTelemetry's own definitions; and a script that uses OpenTelemetry's own package. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Family } from '../../src/telemetry/family.ts';
import { metricsMessage } from '../../src/telemetry/otlp/metric-message.ts';
import { encode, encodeJson, type Message, type Shape } from '../../src/telemetry/otlp/protobuf.ts';
import type { RouterSpan } from '../../src/telemetry/otlp/router-spans.ts';
import { metricsRequest, traceRequest } from '../../src/telemetry/otlp/shapes.ts';
import { spansMessage } from '../../src/telemetry/otlp/span-message.ts';
import { root } from '../architecture/sources.ts';
import { type OtlpSink, startOtlpSink } from '../support/otlp-sink.ts';
import { installed, installMs, type Packages } from '../support/python-packages.ts';
import { type Json, restOf } from '../support/rest.ts';
import { route, type Score, scorer } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const folder = join(root, 'test/conformance/otlp');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
let packages: Packages;
beforeAll(async () => {
  packages = await installed(join(folder, 'requirements.txt'));
}, installMs);

type Sent = { readonly kind: 'traces' | 'metrics'; readonly protobuf: Buffer; readonly json?: string };

/** The messages as proto3's JSON, when both encodings of each say the same. */
function decoded(sent: readonly Sent[]): readonly Json[] {
  const input = sent
    .map((one) => `${JSON.stringify({ ...one, protobuf: one.protobuf.toString('base64') })}\n`)
    .join('');
  const ran = spawnSync(packages.python ?? '', [join(folder, 'decode.py')], { input, encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  return ran.stdout
    .trim()
    .split('\n')
    .map((line): Json => JSON.parse(line));
}

const both = (kind: Sent['kind'], message: Message, shape: Shape): Sent => ({
  kind,
  protobuf: encode(message, shape),
  json: encodeJson(message),
});

const span: RouterSpan = {
  ...{ slot: 1, revision: 3, mode: 'live', method: 'POST', path: '/score', status: 424, modelStatus: 500 },
  ...{ requestId: 'r', clientRequestId: 'ä', failure: '', attempts: 2, bodyBytes: 3e9, traceId: TRACE },
  ...{ spanId: 'b7ad6b7169203331', parentId: PARENT, state: 'rojo=1', instance: 'i', start: 5, ms: 2.5 },
  waitedMs: 0.25,
  run: {
    said: 'aaaaaaaaaaaaaaaa 1005500000 1500000 ValueError score.py%3A1%20in%20run',
    monotonicOrigin: 1000,
  },
};

test('both encodings of every message are the same to OpenTelemetry', (context) => {
  if (packages.obstacle !== undefined) context.skip(packages.obstacle);
  const named = { endpoint: 'churn', deployment: 'blue' };
  // So many that lengths of one, two and three bytes occur, and that the encoder's first buffer is too small.
  const spans = Array.from({ length: 300 }, () => ({ span, origin: 1.7e12, named }));
  const families: Family[] = [
    { name: 'teal_requests_total', type: 'counter', help: 'Requests.', lines: [['', { code: '200' }, 0]] },
    { name: 'teal_instances', type: 'gauge', help: '', lines: [['', { state: 'ready' }, 3]] },
    { name: 'teal_traffic_share_ratio', type: 'gauge', help: '', lines: [['', {}, 0.7]] },
    {
      name: 'teal_request_duration_seconds',
      type: 'histogram',
      help: 'Ü',
      lines: [
        ['_bucket', { endpoint: 'e', le: '0.5' }, 2],
        ['_bucket', { endpoint: 'e', le: '1' }, 200],
        ['_bucket', { endpoint: 'e', le: '+Inf' }, 201],
        ['_sum', { endpoint: 'e' }, 77.5],
        ['_count', { endpoint: 'e' }, 201],
      ],
    },
  ];
  const resource = { 'service.name': 'teal' };
  const traces = spansMessage(spans, resource);
  const metrics = metricsMessage(families, resource, { startMs: 1.7e12, nowMs: 1.7e12 + 1 });
  expect([traces.items, metrics.items]).toEqual([600, 4]);
  const [first, second] = decoded([
    both('traces', traces.message, traceRequest),
    both('metrics', metrics.message, metricsRequest),
  ]);
  const told = first.resourceSpans[0].scopeSpans[0].spans;
  expect(told).toHaveLength(600);
  expect(told.slice(-2)).toMatchObject([
    {
      kind: 'SPAN_KIND_SERVER',
      status: { code: 'STATUS_CODE_ERROR' },
      startTimeUnixNano: '1700000000005000000',
    },
    {
      kind: 'SPAN_KIND_INTERNAL',
      startTimeUnixNano: '1700000000005500000',
      endTimeUnixNano: '1700000000007000000',
      events: [{ name: 'exception', timeUnixNano: '1700000000007000000' }],
    },
  ]);
  const [sum, gauge, ratio, histogram] = second.resourceMetrics[0].scopeMetrics[0].metrics;
  expect(sum.sum).toMatchObject({
    aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
    isMonotonic: true,
    dataPoints: [
      { asInt: '0', startTimeUnixNano: '1700000000000000000', timeUnixNano: '1700000000001000000' },
    ],
  });
  expect([gauge.gauge.dataPoints[0].asInt, ratio.gauge.dataPoints[0].asDouble]).toEqual(['3', 0.7]);
  expect(histogram.histogram.dataPoints).toMatchObject([
    { count: '201', sum: 77.5, bucketCounts: ['2', '198', '1'], explicitBounds: [0.5, 1] },
  ]);
});

describe('a real Teal that exports protobuf, packed', () => {
  let sink: OtlpSink;
  let teal: Teal;
  let score: Score;
  beforeAll(async () => {
    if (packages.obstacle !== undefined) return;
    sink = await startOtlpSink();
    teal = await startTeal([], undefined, {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${sink.url}/traces`,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/metrics`,
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
    });
    const rest = restOf(teal);
    await rest.register('codes', 'traced', folder);
    await rest.call('PUT', '/environments/traced/versions/1', {
      properties: { condaFile: readFileSync(join(folder, 'conda.yml'), 'utf8'), image: 'any' },
    });
    await rest.call('PUT', '/onlineEndpoints/traced', { properties: {} });
    const ended = await rest.deploy('traced', 'blue', 'traced', {
      environmentId: 'azureml:traced:1',
      appInsightsEnabled: true,
    });
    expect(ended.status).toBe('Succeeded');
    await route(rest, 'traced', { blue: 100 });
    score = await scorer(rest, 'traced');
  }, installMs);
  afterAll(async () => {
    await teal?.close();
    await sink?.close();
  });

  const sent = (kind: Sent['kind']): Sent[] =>
    sink.deliveries
      .filter(({ path }) => path === `/${kind}`)
      .map(({ headers, body }) => {
        expect(headers).toMatchObject({
          'content-type': 'application/x-protobuf',
          'content-encoding': 'gzip',
        });
        return { kind, protobuf: body };
      });

  test('has the spans of a script below those of run()', async (context) => {
    if (packages.obstacle !== undefined) context.skip(packages.obstacle);
    const { status, body } = await score(
      {},
      { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'rojo=1' },
    );
    expect([status, body]).toEqual([
      200,
      { trace: TRACE, parent: expect.any(String), remote: true, state: '1' },
    ]);
    await until(
      'its spans',
      () => sent('traces').length,
      (count) => count > 0,
    );
    const spans = decoded(sent('traces')).flatMap(
      ({ resourceSpans }) => resourceSpans[0].scopeSpans[0].spans,
    );
    const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
    const [server, run] = spans.filter(({ traceId }: Json) => hex(traceId) === TRACE);
    expect([hex(server.parentSpanId), run.parentSpanId]).toEqual([PARENT, server.spanId]);
    expect(hex(run.spanId)).toBe(body.parent);
  });

  test('has metrics that can be read', async (context) => {
    if (packages.obstacle !== undefined) context.skip(packages.obstacle);
    const names = () => {
      const last = sent('metrics').slice(-1);
      if (last.length === 0) return [];
      return decoded(last)[0].resourceMetrics[0].scopeMetrics[0].metrics.map(({ name }: Json) => name);
    };
    const seen = await until('a report', names, (found) => found.includes('teal.request.duration'));
    expect(seen).toEqual(expect.arrayContaining(['teal.requests', 'teal.instance.memory', 'teal.instances']));
  });
});
