/** An OTLP endpoint that is away, refuses, or never answers: no effect on scoring, and every span that is lost is counted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLoad } from '../support/load.ts';
import { type OtlpSink, startOtlpSink } from '../support/otlp-sink.ts';
import { killed, rolesOf } from '../support/processes.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, scoringUri, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let sink: OtlpSink;
let teal: Teal;
let rest: Rest;
beforeAll(async () => {
  sink = await startOtlpSink();
  teal = await startTeal([], undefined, {
    OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    // Long enough for a machine that stands still now and then, which is no failure of the endpoint.
    OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BSP_MAX_QUEUE_SIZE: '50',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
    OTEL_METRIC_EXPORT_INTERVAL: '200',
    OTEL_TRACES_SAMPLER: 'jaeger_remote',
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=6f1fcc4c-0000-4000-8000-000000000000',
  });
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  await rest.deploy('churn', 'blue', 'echo', { appInsightsEnabled: true });
  await route(rest, 'churn', { blue: 100 });
});
afterAll(async () => {
  await teal?.close();
  await sink?.close();
});

async function sendAll(count: number): Promise<void> {
  const options = {
    uri: await scoringUri(rest, 'churn'),
    key: await primaryKey(rest, 'churn'),
    outstanding: 1,
  };
  const load = startLoad(options);
  await load.more(count);
  const { failed, reasons } = await load.stop();
  expect({ failed, reasons }).toEqual({ failed: 0, reasons: [] });
}

async function numbers(): Promise<Record<string, number>> {
  const headers = { authorization: `Bearer ${teal.token}` };
  const text = await (await fetch(`${teal.server.url}/metrics`, { headers })).text();
  const lines = text.matchAll(/^(teal_(?:spans|metric_points)\w+(?:\{.*\})?) (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}

/** Lines of the log that speak of exporting. */
const logged = () =>
  readFileSync(join(teal.home, 'logs/control.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('export') && line.includes(sink.url));

/** Kills control, and router workers with it, and waits for the next ones. */
async function killedWith(workers: number): Promise<void> {
  const { control, routers } = await rolesOf(teal);
  const killing = routers.slice(0, workers);
  for (const pid of [control, ...killing]) await killed(pid);
  await until(
    'the next ones',
    () => rolesOf(teal),
    (roles) => roles.control !== control && !roles.routers.some((pid) => killing.includes(pid)),
  );
  await until(
    'control',
    () => fetch(`${teal.server.url}/healthz`).catch(() => undefined),
    (reply) => reply?.ok === true,
  );
}

const rejected = 'teal_spans_dropped_total{reason="rejected"}';

test('what cannot be understood is said where Teal is started, without keys', () => {
  expect(teal.said()).toContain('OTEL_TRACES_SAMPLER is jaeger_remote; it must be always_on or');
  expect(teal.said()).toContain('Application Insights at dc.services.visualstudio.com');
  expect(teal.said()).not.toContain('6f1fcc4c');
});

test('one that refuses costs the spans, by count, and is said once for each kind', async () => {
  sink.behave((response) => void response.writeHead(500).end());
  await sendAll(100);
  const points = 'teal_metric_points_exported_total{outcome="rejected"}';
  await until('refusals', numbers, (found) => (found[rejected] ?? 0) >= 200 && (found[points] ?? 0) > 0);
  await until('both to be said', logged, (lines) => lines.length >= 2);
  expect(logged()).toHaveLength(2);
  expect(logged().join()).toContain('it answered 500');
});

test('one that comes back has what follows, and both are said', async () => {
  sink.behave((response) => void response.writeHead(200).end());
  await sendAll(10);
  await until('spans', numbers, ({ teal_spans_exported_total: sent = 0 }) => sent >= 20);
  await until('both to be said', logged, (lines) => lines.length === 4);
});

test('one that never answers holds up nobody, not even the next start of control', async () => {
  sink.behave(() => {});
  await sendAll(300);
  await killedWith(0);
  sink.behave((response) => void response.writeHead(200).end());
  await sendAll(10);
  await until('control to export again', numbers, ({ teal_spans_exported_total: sent = 0 }) => sent >= 20);
});

test('control and routers start without an endpoint, and Teal goes down without one', async () => {
  await sink.close();
  await sendAll(50);
  await killedWith(1);
  await sendAll(50);
});
