/** Metrics as REST, the SDK, the command line and Prometheus give them, of an endpoint that nothing runs behind. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { teal as tealProgram } from '../../src/cli/programs.ts';
import { run } from '../../src/cli/run.ts';
import { tealCommands } from '../../src/cli/teal/commands.ts';
import { heardWorld } from '../../src/cli/testing/world.ts';
import { serverDoor } from '../../src/main/door.ts';
import { createTeal } from '../../src/sdk/teal.ts';
import { type Az, azOn } from '../support/az.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let az: Az;
let id: string;
const name = 'watched';
const unauthorized = 5;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  az = azOn(teal);
  const { body } = await rest.call('PUT', `/onlineEndpoints/${name}`, {
    location: 'local',
    properties: { authMode: 'Key' },
  });
  id = body.id;
  for (let sent = 0; sent < unauthorized; sent++) await fetch(body.properties.scoringUri, { method: 'POST' });
  await until('the refusals in the metrics', counted, (seen) => seen === unauthorized);
});
afterAll(() => teal?.close());

async function counted(): Promise<number> {
  const { body } = await rest.call(
    'GET',
    `/onlineEndpoints/${name}/providers/Microsoft.Insights/metrics?aggregation=Total`,
  );
  return body.value[0].timeseries[0].data.reduce((sum: number, { total }: Json) => sum + total, 0);
}

const metrics = (query: string) =>
  rest.call('GET', `/onlineEndpoints/${name}/providers/Microsoft.Insights/metrics?${query}`);

describe('GET metrics', () => {
  test('has the shape of Azure Monitor', async () => {
    const query =
      "metricnames=RequestsPerMinute&timespan=PT5M&interval=PT1M&aggregation=Total,Count&$filter=statusCode eq '*'";
    const { status, body } = await metrics(`${query}&api-version=2018-01-01`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cost: expect.any(Number),
      timespan: expect.stringMatching(/^[\dT:-]+Z\/[\dT:.-]+Z$/),
      interval: 'PT1M',
      namespace: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
      resourceregion: 'local',
      value: [
        {
          id: `${id}/providers/Microsoft.Insights/metrics/RequestsPerMinute`,
          type: 'Microsoft.Insights/metrics',
          name: { value: 'RequestsPerMinute', localizedValue: 'Requests Per Minute' },
          unit: 'Count',
          errorCode: 'Success',
          timeseries: [
            {
              metadatavalues: [{ name: { value: 'statusCode', localizedValue: 'statusCode' }, value: '401' }],
            },
          ],
        },
      ],
    });
    const { data } = body.value[0].timeseries[0];
    expect(data.length).toBeGreaterThanOrEqual(5);
    expect(data[0]).toEqual({ timeStamp: expect.stringMatching(/:00Z$/), total: 0, count: 0 });
  });

  test('no latency is no number, and names alone when they are asked for', async () => {
    const latency = await metrics('metricnames=RequestLatency_P99');
    expect(latency.body.value[0].timeseries).toEqual([]);
    const names = await metrics("resultType=Metadata&$filter=deployment eq '*'");
    expect(names.body.value[0].timeseries).toEqual([
      { metadatavalues: [expect.objectContaining({ value: '' })] },
    ]);
  });

  test.each([
    ['metricnames=Nope', 'metric: Nope, Valid metrics: RequestsPerMinute'],
    ['timespan=soon', "The timespan is 'soon'"],
    ['interval=PT7M', "The interval is 'PT7M'"],
    ["$filter=color eq 'red'", "the dimension 'color'"],
  ])('%s is refused as Azure Monitor refuses', async (query, message) => {
    const { status, body } = await metrics(query);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'BadRequest',
      message: expect.stringContaining(message),
      error: { code: 'BadRequest', message: expect.stringContaining(message) },
    });
  });

  test('of what is not there is 404', async () => {
    const replies = await Promise.all([
      rest.call('GET', '/onlineEndpoints/gone/providers/Microsoft.Insights/metrics'),
      rest.call('GET', '/onlineEndpoints/gone/providers/Microsoft.Insights/metricDefinitions'),
      rest.call('GET', `/onlineEndpoints/${name}/deployments/gone/providers/Microsoft.Insights/metrics`),
      rest.call(
        'GET',
        `/onlineEndpoints/${name}/deployments/gone/providers/Microsoft.Insights/metricDefinitions`,
      ),
    ]);
    for (const { status, body } of replies) {
      expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
    }
  });
});

test('the SDK has metrics and their definitions', async () => {
  const { subscription = '', resourceGroup = '', workspace = '' } = teal.server;
  const key = { subscription, resourceGroup, name: workspace };
  const sdk = createTeal({ url: teal.server.url, token: teal.token, workspace: key });
  const { value } = await sdk.metrics.list({ endpoint: name }, { aggregations: ['Total'], interval: 'FULL' });
  expect(value[0]?.timeseries[0]?.data).toEqual([{ timeStamp: expect.any(String), total: unauthorized }]);
  const definitions = await sdk.metrics.definitions({ endpoint: name });
  expect(definitions.map((one) => one.name.value)).toContain('RequestLatency_P95');
  await expect(sdk.metrics.list({ endpoint: name, deployment: 'gone' })).rejects.toMatchObject({
    status: 404,
  });
  await expect(sdk.metrics.list(id, { names: ['Nope'] })).rejects.toMatchObject({
    status: 400,
    code: 'BadRequest',
  });
});

describe('az monitor metrics', () => {
  const total = '[length(value[0].timeseries), sum(value[0].timeseries[0].data[].total)]';

  test('list takes a resource by its id, and by its name with the rest in pieces', async () => {
    const how = [
      '--metric',
      'RequestsPerMinute',
      '--interval',
      'PT1M',
      '--aggregation',
      'Total',
      '--query',
      total,
    ];
    expect(await az.json('monitor', 'metrics', 'list', '--resource', id, ...how)).toEqual([1, unauthorized]);
    const pieces = [
      '--resource-parent',
      `workspaces/${teal.server.workspace}`,
      '--resource-type',
      'onlineEndpoints',
    ];
    const group = [
      '-g',
      teal.server.resourceGroup ?? '',
      '--resource-namespace',
      'Microsoft.MachineLearningServices',
    ];
    expect(
      await az.json('monitor', 'metrics', 'list', '--resource', name, ...group, ...pieces, ...how),
    ).toEqual([1, unauthorized]);
  });

  test('list splits, orders and cuts', async () => {
    const words = ['--dimension', 'statusCode', 'kind', '--offset', '2h', '--interval', '1h', '--top', '1'];
    const rows = await az.json(
      ...['monitor', 'metrics', 'list', '--resource', id, ...words, '--orderby', 'total desc'],
      ...['--aggregation', 'total', '--query', 'value[0].timeseries[].metadatavalues[].value'],
    );
    expect(rows).toEqual(['401', 'refused']);
  });

  test('list takes times, a filter and a namespace', async () => {
    const start = new Date(Date.now() - 3_600_000).toISOString().slice(0, 19);
    const rows = await az.json(
      ...['monitor', 'metrics', 'list', '--resource', id, '--start-time', start, '--metadata'],
      ...['--end-time', new Date(Date.now() + 60_000).toISOString(), '--filter', "statusCode eq '401'"],
      ...['--namespace', 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints'],
      ...['--query', 'value[0].timeseries[0].metadatavalues[0].value'],
    );
    expect(rows).toBe('401');
  });

  test('what cannot be asked is refused', async () => {
    const list = ['monitor', 'metrics', 'list', '--resource', id];
    await az.refused(1, [...list, '--metrics', 'Nope'], 'Failed to find metric configuration');
    await az.refused(2, [...list, '--dimension', 'kind', '--filter', "kind eq '*'"], 'mutually exclusive');
    await az.refused(2, [...list, '--offset', 'soon'], "--offset is 'soon'");
    await az.refused(2, [...list, '--interval', 'soon'], "--interval is 'soon'");
    await az.refused(2, [...list, '--start-time', 'soon'], "--start-time is 'soon'");
    await az.refused(2, ['monitor', 'metrics', 'list', '--resource', name], '--resource-type');
    await az.refused(3, ['monitor', 'metrics', 'list', '--resource', `${id}x`], 'was not found');
  });

  test('list-definitions names what there is', async () => {
    const list = ['monitor', 'metrics', 'list-definitions', '--resource', id];
    const [first] = await az.json<Json[]>(...list);
    expect(first).toMatchObject({
      name: { value: 'RequestsPerMinute' },
      unit: 'Count',
      primaryAggregationType: 'Average',
      resourceId: id,
    });
    expect(first.dimensions.map(({ value }: Json) => value)).toContain('statusCodeClass');
    expect(await az.json(...list, '--namespace', 'other')).toEqual([]);
    const named = await az.json(
      ...['monitor', 'metrics', 'list-definitions', '--resource', name, '--resource-type', 'onlineEndpoints'],
      ...['--resource-parent', `workspaces/${teal.server.workspace}`],
      ...['--resource-namespace', 'Microsoft.MachineLearningServices', '-g', teal.server.resourceGroup ?? ''],
    );
    expect(named).toHaveLength(14);
  });
});

test('/metrics wants the token', async () => {
  const url = `${teal.server.url}/metrics`;
  expect((await fetch(url)).status).toBe(401);
  const reply = await fetch(url, { headers: { authorization: `Bearer ${teal.token}` } });
  expect(await reply.text()).toContain(
    `teal_requests_refused_total{endpoint="${name}",reason="unauthorized"} ${unauthorized}\n`,
  );
});

describe('teal top', () => {
  const program = tealProgram([{ words: [], summary: '', load: async () => tealCommands(serverDoor) }]);
  const said = async (words: readonly string[], isTTY = false) => {
    const heard = heardWorld({ TEAL_HOME: teal.home });
    const abort = new AbortController();
    const stdout = {
      isTTY,
      columns: 200,
      write: (text: string) => {
        heard.world.stdout.write(text);
        if (isTTY) abort.abort();
      },
    };
    const world = { ...heard.world, stdout, signal: abort.signal };
    return { code: await run(words, program, world), out: heard.out(), err: heard.err() };
  };

  test('is one look for a script, and a table on a terminal until it is interrupted', async () => {
    expect(await said(['top', '-n', name, '-w', teal.server.workspace ?? ''])).toMatchObject({
      code: 0,
      out: '[]\n',
    });
    const { code, out } = await said(['top', '--interval', '1', '--window', '5'], true);
    expect(code).toBe(0);
    expect(out).toContain('the last 5 s');
    expect(out).toContain('ENDPOINT  DEPLOYMENT  KIND');
  });

  test('refuses a window that is none', async () => {
    expect(await said(['top', '--window', '0'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--window is 0'),
    });
  });
});
