import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  by,
  deployment,
  KEY,
  keyAuth,
  type Rig,
  readAll,
  says,
  shares,
  startRig,
  tableOf,
} from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

async function publishBlueGreen(version: number, live: Record<string, number>): Promise<void> {
  const blue = await rig.instance(says('blue'), `blue-${version}`);
  const green = await rig.instance(says('green'), `green-${version}`);
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  const answer = await rig.put(tableOf(version, { deployments, live: shares(live) }));
  expect(answer.status).toBe(200);
}

test('a split of 90/10 is exact over a block and close over any 200 requests', async () => {
  await publishBlueGreen(1, { blue: 90, green: 10 });
  let green = 0;
  for (let round = 0; round < 200; round += 1) if (by(await rig.ask()) === 'green') green += 1;
  expect(green).toBe(20);
});

test('publishing something else does not disturb a half-drawn urn', async () => {
  const blue = await rig.instance(says('blue'));
  const green = await rig.instance(says('green'));
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  const endpoint = { deployments, live: shares({ blue: 90, green: 10 }) };
  let version = 1;
  let count = 0;
  for (let round = 0; round < 60; round += 1) {
    if (round % 7 === 0) await rig.put(tableOf(version++, { ...endpoint, auth: keyAuth(KEY, `${version}`) }));
    if (by(await rig.ask()) === 'green') count += 1;
  }
  expect(count).toBe(6);
});

test('a header names a deployment, also one without traffic', async () => {
  await publishBlueGreen(1, { blue: 100, green: 0 });
  const answer = await rig.ask({ headers: { 'azureml-model-deployment': 'green' } });
  expect(by(answer)).toBe('green');
  expect(answer.headers['azureml-model-deployment']).toBe('green');
  expect(answer.headers['azureml-model-session']).toBe('green');
  const unknown = await rig.ask({ headers: { 'azureml-model-deployment': 'red' } });
  expect(unknown.status).toBe(404);
  expect(unknown.text).toContain('red');
  const counters = await rig.counters();
  expect(counters.slots['1']?.direct.requests).toBe(1);
  expect(counters.slots['1']?.live.requests).toBe(0);
  expect(counters.refused.churn?.not_found).toBe(1);
});

test('unknown endpoints and endpoints without live traffic are not found', async () => {
  await publishBlueGreen(1, { blue: 0 });
  const idle = await rig.ask();
  expect(idle.status).toBe(404);
  expect(JSON.parse(idle.text)).toEqual({
    error: { code: 'NotFound', message: 'Endpoint churn has no deployment with live traffic.' },
  });
  const unknown = await rig.ask({ path: '/api/v1/endpoint/other/score' });
  expect(unknown.status).toBe(404);
  expect(unknown.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test('an endpoint is found by the first label of Host, whatever its case', async () => {
  await publishBlueGreen(1, { blue: 100 });
  const answer = await rig.ask({ path: '/score', headers: { host: 'Churn.local:8080' } });
  expect(by(answer)).toBe('blue');
  expect((await rig.ask({ path: '/score' })).status).toBe(404);
});

test('the instance sees the scoring path, the query, its own ids and no credential', async () => {
  const seen: string[][] = [];
  const echo = await rig.instance((incoming, response) => {
    seen.push([`${incoming.method} ${incoming.url}`, ...incoming.rawHeaders]);
    void readAll(incoming).then((body) => response.end(body));
  });
  const deployments = [deployment('blue', [echo], { scoringPath: '/v1/models/m:predict' })];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }) }));
  const headers = {
    'x-ms-client-request-id': `Aa0-_ ${'!'.repeat(9)}${'x'.repeat(60)}`,
    'x-request-id': 'mine',
    connection: 'keep-alive, x-hop',
    'x-hop': 'drop',
    'x-end': 'keep',
  };
  const answer = await rig.ask({ path: '/api/v1/endpoint/churn/score?a=1&b=%20', headers, body: 'hello' });
  expect(answer.text).toBe('hello');
  expect(answer.headers['x-ms-client-request-id']).toBe(`Aa0-_${'x'.repeat(35)}`);
  const [line, ...raw] = seen[0] ?? [];
  expect(line).toBe('POST /v1/models/m:predict?a=1&b=%20');
  const pairs = Object.fromEntries(
    raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1]]] : [])),
  );
  expect(pairs['x-request-id']).toBe(answer.headers['x-request-id']);
  expect(pairs['x-ms-client-request-id']).toBe(`Aa0-_${'x'.repeat(35)}`);
  expect(pairs['x-end']).toBe('keep');
  expect(pairs['x-hop']).toBeUndefined();
  expect(pairs.authorization).toBeUndefined();
  expect(pairs.host).toBe('localhost');
  await rig.ask({ path: '/api/v1/endpoint/churn/v2/health/live', method: 'GET' });
  await rig.ask({ path: '/api/v1/endpoint/churn/upload', method: 'PUT', body: 'x' });
  expect(seen.slice(1).map(([first]) => first)).toEqual(['GET /v2/health/live', 'PUT /upload']);
});

test('anything but 200 becomes 424 with the model status, body and type; swagger and OPTIONS stay', async () => {
  const odd = await rig.instance((incoming, response) => {
    incoming.resume();
    response.writeHead(incoming.method === 'OPTIONS' ? 204 : incoming.url === '/swagger.json' ? 404 : 422, {
      'content-type': 'text/odd',
      'azureml-model-deployment': 'forged',
      'ms-azureml-model-error-statuscode': '999',
      'x-request-id': 'forged',
      'x-custom': 'kept',
    });
    response.end(incoming.method === 'OPTIONS' ? undefined : 'no good');
  });
  await rig.put(tableOf(1, { deployments: [deployment('blue', [odd])], live: shares({ blue: 100 }) }));
  const answer = await rig.ask();
  expect(answer.status).toBe(424);
  expect(answer.text).toBe('no good');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/odd',
    'azureml-model-deployment': 'blue',
    'ms-azureml-model-error-statuscode': '422',
    'ms-azureml-model-error-reason': 'model_error',
    'x-custom': 'kept',
  });
  expect(answer.headers['x-request-id']).not.toContain('forged');
  const swagger = await rig.ask({ method: 'GET', path: '/api/v1/endpoint/churn/swagger.json' });
  expect(swagger.status).toBe(404);
  expect(swagger.headers['ms-azureml-model-error-statuscode']).toBeUndefined();
  expect((await rig.ask({ method: 'OPTIONS' })).status).toBe(204);
  const counted = (await rig.counters()).slots['0']?.live;
  expect(counted).toMatchObject({ requests: 3, status_424: 1, model_4xx: 1, status_4xx: 1, status_2xx: 1 });
});

test('no instance: 424 with 503 and no_ready_instance', async () => {
  await rig.put(tableOf(1, { deployments: [deployment('blue', [])], live: shares({ blue: 100 }) }));
  const answer = await rig.ask();
  expect(answer.status).toBe(424);
  expect(answer.headers['ms-azureml-model-error-statuscode']).toBe('503');
  expect(answer.headers['ms-azureml-model-error-reason']).toBe('no_ready_instance');
});
