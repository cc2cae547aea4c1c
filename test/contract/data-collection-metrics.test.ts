/** What data collectors keep and lose, as metrics: Azure's names through REST and the command line, and Prometheus. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { instancesOf, killed, rolesOf } from '../support/processes.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { route, type Score, scorer, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const endpoint = '/onlineEndpoints/churn';
const blue = `${endpoint}/deployments/blue`;
let teal: Teal;
let rest: Rest;
let az: Az;
let score: Score;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  az = azOn(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  const on = { dataCollectionMode: 'Enabled' };
  const dataCollector = { collections: { request: on, response: on } };
  expect((await rest.deploy('churn', 'blue', 'echo', { dataCollector })).status).toBe('Succeeded');
  await route(rest, 'churn', { blue: 100 });
  score = await scorer(rest, 'churn');
});
afterAll(() => teal?.close());

type Total = Readonly<Record<string, number>>;

/** The totals of a metric by the values of dimensions, in the order of their names. */
async function totalsOf(path: string, metric: string, dimensions: readonly string[]): Promise<Total> {
  const filter = dimensions.map((name) => `${name} eq '*'`).join(' and ');
  const asked = new URLSearchParams({
    'api-version': '2023-10-01',
    metricnames: metric,
    aggregation: 'Total',
    interval: 'FULL',
    timespan: 'PT1H',
    $filter: filter,
  });
  const { body } = await rest.call('GET', `${path}/providers/Microsoft.Insights/metrics?${asked}`);
  return Object.fromEntries(
    body.value[0].timeseries.map(({ metadatavalues, data }: Json) => [
      metadatavalues
        .toSorted((one: Json, other: Json) => (one.name.value < other.name.value ? -1 : 1))
        .map(({ value }: Json) => value)
        .join(' '),
      data[0].total,
    ]),
  );
}

const kept = (path = endpoint, whose = 'deployment') =>
  totalsOf(path, 'DataCollectionEventsPerMinute', [whose, 'type']);

const hasEach = (count: number) => (seen: Total) =>
  ['blue request', 'blue response'].every((name) => (seen[name] ?? 0) >= count);

test('events are counted by collection, and what was lost by its reason, at both scopes', async () => {
  for (let sent = 0; sent < 5; sent += 1) expect((await score({ sent })).status).toBe(200);
  expect((await score({ large: 'x'.repeat(17 << 20) })).status).toBe(200);
  const events = { 'blue request': 5, 'blue response': 5 };
  expect(await until('the events', kept, hasEach(5))).toEqual(events);
  const [instance] = instancesOf(teal.home);
  expect(await kept(blue, 'instanceId')).toEqual({
    [`${instance?.id} request`]: 5,
    [`${instance?.id} response`]: 5,
  });
  const lost = () => totalsOf(endpoint, 'DataCollectionErrorsPerMinute', ['deployment', 'reason', 'type']);
  expect(await until('the loss', lost, (seen) => Object.keys(seen).length === 2)).toEqual({
    'blue too_large request': 1,
    'blue too_large response': 1,
  });
  const { id } = (await rest.call('GET', endpoint)).body;
  const shown = await az.json<Json>(
    ...['monitor', 'metrics', 'list', '--resource', id, '--metrics', 'DataCollectionEventsPerMinute'],
    ...['--filter', "type eq 'request'", '--aggregation', 'Total', '--interval', 'FULL'],
    ...['--query', 'value[0].timeseries[0].data[0].total'],
  );
  expect(shown).toBe(5);
  const { body: text } = await rest.call('GET', `${teal.server.url}/metrics`);
  const labels = 'endpoint="churn",deployment="blue",collection="request"';
  expect(text).toContain(`teal_collected_events_total{${labels}} 5\n`);
  expect(text).toContain(`teal_collected_events_dropped_total{${labels},reason="too_large"} 1\n`);
});

test('a control plane that is killed repeats none of it, and loses none', async () => {
  const { control } = await rolesOf(teal);
  await killed(control);
  for (let sent = 0; sent < 3; sent += 1) expect((await score({ sent })).status).toBe(200);
  const seen = await until('the events', () => kept().catch((): Total => ({})), hasEach(8));
  expect(seen).toEqual({ 'blue request': 8, 'blue response': 8 });
});
