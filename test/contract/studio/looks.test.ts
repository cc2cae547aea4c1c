/** What Studio reads in one look, and how it tries an endpoint: the doors of Teal's own that its pages use. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTeal, type Teal as Sdk } from '../../../src/sdk/teal.ts';
import { startChurn } from '../../support/churn.ts';
import { expectError } from '../../support/refusals.ts';
import type { Json, Rest } from '../../support/rest.ts';
import { script } from '../../support/scoring.ts';
import { type Teal, until } from '../../support/teal.ts';
import { streamed } from './streamed.ts';

let teal: Teal;
let rest: Rest;
let sdk: Sdk;

beforeAll(async () => {
  ({ teal, rest } = await startChurn());
  const { url, subscription, resourceGroup, workspace: name } = teal.server;
  sdk = createTeal({ url, token: teal.token, workspace: { subscription, resourceGroup, name } });
  await sdk.endpoints.setTraffic('churn', { blue: 100 });
}, 600_000);
afterAll(() => teal?.close());

const score = `/onlineEndpoints/churn/score`;

describe('an endpoint is tried', () => {
  test('as its traffic has it, and one deployment by name', async () => {
    const live = await sdk.score('churn', JSON.stringify({ data: [1, 2] }));
    expect(live).toMatchObject({
      status: 200,
      reason: 'OK',
      encoding: 'utf-8',
      truncated: false,
      deployment: 'blue',
    });
    expect(live.headers).toMatchObject({
      'content-type': 'application/json',
      'x-ms-request-id': expect.any(String),
    });
    expect(JSON.stringify(JSON.parse(live.body))).toContain('blue');
    expect(live.durationMs).toBeGreaterThanOrEqual(live.firstByteMs);
    expect(await sdk.score('churn', '{}', { deployment: 'green' })).toMatchObject({
      status: 200,
      deployment: 'green',
    });
  });

  test('and whatever it answers is told, with its status', async () => {
    expect(await sdk.score('churn', '{}', { deployment: 'nobody' })).toMatchObject({
      status: 404,
      deployment: null,
    });
    await sdk.endpoints.put('empty', { properties: { authMode: 'AMLToken' } });
    const none = await sdk.score('empty', '{}');
    expect({ status: none.status, auth: none.headers['www-authenticate'] }).toEqual({
      status: 404,
      auth: undefined,
    });
    expect(await (await streamed(teal, 'empty', 40)).json()).toMatchObject({ status: 404 });
  });

  test('with a token where it takes no key', async () => {
    await sdk.endpoints.put('tokened', { properties: { authMode: 'AMLToken' } });
    await rest.deploy('tokened', 'blue', 'echo', { environmentVariables: { WHO: 'tokened' } });
    expect(await sdk.score('tokened', '{}', { deployment: 'blue' })).toMatchObject({ status: 200 });
    await sdk.endpoints.remove('tokened');
  });

  test('by any method and with bytes that are no text', async () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0, 1]);
    const asked = await sdk.score('churn', bytes, { contentType: 'application/octet-stream' });
    // The script reads JSON: that it says so is what was wanted.
    expect(asked.status).toBe(424);
    expect(asked.headers['ms-azureml-model-error-statuscode']).toBeDefined();
    expect((await sdk.score('churn', '', { method: 'OPTIONS' })).status).toBe(200);
  });

  test('its swagger is read', async () => {
    expect(await sdk.swagger('churn')).toMatchObject({ info: expect.anything() });
    expect(await sdk.swagger('churn', { deployment: 'green' })).toMatchObject({ paths: expect.anything() });
    const { status, body } = await rest.call('GET', '/onlineEndpoints/empty/swagger');
    expect({ status, code: body.error.code }).toEqual({ status: 404, code: 'ResourceNotFound' });
  });

  test('not with what is not there, not allowed or too much', async () => {
    expectError(
      await rest.call('POST', '/onlineEndpoints/none/score', {}),
      404,
      'ResourceNotFound',
      "'none'",
    );
    expectError(await rest.call('POST', `${score}?method=BREW`, {}), 400, 'UserError', "method is 'BREW'");
    expectError(
      await rest.call('POST', `${score}?deployment=a%0d%0ab`, {}),
      400,
      'UserError',
      'deployment name',
    );
    const large = await fetch(`${teal.server.url}${rest.workspace}${score}?api-version=2024-10-01`, {
      method: 'POST',
      headers: { authorization: `Bearer ${teal.token}`, 'content-type': 'text/plain' },
      body: new Blob([new Uint8Array(65 * 1024 * 1024)]),
    });
    expect(large.status).toBe(413);
    const endless = await streamed(teal, 'churn', 70);
    // Where all of it takes long, the router's own limit of time may come first.
    const told = (await endless.json()) as Json;
    expect([408, 413], JSON.stringify(told)).toContain(endless.status === 200 ? told.status : endless.status);
  });
});

test('all endpoints at a glance', async () => {
  await sdk.endpoints.put('glanced', { properties: { authMode: 'Key' } });
  for (let count = 0; count < 5; count++) await sdk.score('glanced', '{}');
  // They may come in two steps: a step ends in between, or a worker was read before it had them all.
  const load = await until('the numbers', sdk.metrics.load, ({ value }) => sumOf(value, 'glanced') >= 5);
  expect(load.intervalSeconds).toBe(15);
  expect(Date.now() - Date.parse(load.from)).toBeGreaterThan(14 * 60_000);
  const { requests = [], errors } = load.value.find(({ name }) => name === 'glanced') ?? {};
  expect({ steps: requests.length, errors }).toEqual({ steps: 60, errors: requests });
  expect(sumOf(load.value, 'glanced')).toBe(5);
  expect(
    (await rest.call('GET', '/load')).body.value.map(({ name }: { name: string }) => name),
  ).not.toContain('tokened');
});

function sumOf(
  value: readonly { readonly name: string; readonly requests: readonly number[] }[],
  endpoint: string,
) {
  const counts = value.find(({ name }) => name === endpoint)?.requests ?? [];
  return counts.reduce((one, other) => one + other, 0);
}

describe('the deployments of all endpoints', () => {
  test('and those that use something', async () => {
    const namesOf = async (asset?: string) =>
      (await sdk.endpoints.deployments(asset === undefined ? {} : { asset }).all()).map(({ id }) =>
        id.slice(id.indexOf('/onlineEndpoints/')),
      );
    const all = await namesOf();
    const both = ['blue', 'green'].map((name) => `/onlineEndpoints/churn/deployments/${name}`);
    expect(all).toEqual(expect.arrayContaining(both));
    const { id } = await sdk.codes.get({ name: 'echo', version: '1' });
    expect(await namesOf(id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'))).toEqual(all);
    expect(await namesOf(`${id}1`)).toEqual([]);
    const { body } = await rest.call('GET', '/onlineDeployments?count=1');
    expect(body.value).toHaveLength(1);
    expect((await rest.call('GET', body.nextLink)).body.value[0].id).toContain(all[1]);
    expectError(await rest.call('GET', '/onlineDeployments?asset=m'), 400, 'UserError', "asset is 'm'");
  });

  test('with the instances that each has', async () => {
    const { body } = await rest.call('GET', '/onlineEndpoints/churn/instances');
    expect(body.value.map(({ deployment }: Json) => deployment)).toEqual(['blue', 'green']);
    const [blue] = await sdk.endpoints.instances('churn');
    expect(blue).toMatchObject({ deployment: 'blue', targetRevision: 1, servingRevision: 1 });
    expect(blue?.instances).toEqual([
      {
        id: expect.stringMatching(/^i-/),
        revision: 1,
        state: 'ready',
        startTime: expect.stringMatching(/Z$/),
        since: expect.stringMatching(/Z$/),
        reason: null,
      },
    ]);
    expect((await rest.call('GET', '/onlineEndpoints/none/instances')).status).toBe(404);
  });

  test('a curated environment is one under all of its names', async () => {
    const registry = 'azureml://registries/azureml/environments';
    await sdk.endpoints.put('curated', { properties: { authMode: 'Key' } });
    const body = {
      endpointComputeType: 'Managed' as const,
      instanceType: 'local',
      codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
      environmentId: 'azureml:AzureML-sklearn-1.5-any:7',
    };
    await sdk.deployments('curated').put('blue', { properties: body }, { wait: false });
    const users = (asset: string) => sdk.endpoints.deployments({ asset }).all();
    for (const asset of [`${registry}/sklearn-1.5/versions/1`, `${registry}/sklearn-1.5/labels/latest`]) {
      expect((await users(asset)).map(({ name }) => name)).toEqual(['blue']);
    }
    expect(await users(`${registry}/sklearn-1.0/versions/1`)).toEqual([]);
    await sdk.endpoints.remove('curated');
  });
});

describe('what is under way', () => {
  test('is listed with how far it came, then with how it ended', async () => {
    await rest.register('codes', 'fails', script('fails-init'));
    const deploying = rest.deploy('churn', 'bad', 'fails');
    const running = await until(
      'the operation',
      () => sdk.operations.list({ onlyRunning: true }),
      (all) => all.some(({ deployment }) => deployment === 'bad'),
    );
    expect(running[0]).toMatchObject({
      status: 'InProgress',
      endpoint: 'churn',
      deployment: 'bad',
      verb: 'create',
      resourceId: expect.stringMatching(/\/onlineEndpoints\/churn\/deployments\/bad$/),
      logContainer: expect.stringMatching(/InferenceServer|StorageInitializer/),
      properties: { step: expect.any(String) },
    });
    await deploying;
    const { body } = await rest.call('GET', '/operations?status=All');
    const [newest] = body.value;
    expect(newest).toMatchObject({
      status: 'Failed',
      logContainer: 'InferenceServer',
      error: expect.anything(),
    });
    expect(await sdk.operations.list({ onlyRunning: true })).toEqual([]);
    expect(body.value.map(({ startTime }: { startTime: string }) => startTime)).toEqual(
      body.value
        .map(({ startTime }: { startTime: string }) => startTime)
        .toSorted()
        .toReversed(),
    );
  });

  test('with a status that there is not is refused', async () => {
    expectError(await rest.call('GET', '/operations?status=Maybe'), 400, 'UserError', "status is 'Maybe'");
  });
});

describe('the build log of an environment', () => {
  test('is read from its end, and followed by a cursor', async () => {
    const at = { name: 'AzureML-sklearn-1.5', version: '1' };
    const none = await sdk.environments
      .buildLog({ name: 'plain', version: '1' })
      .catch(({ status }) => status);
    expect(none).toBe(404);
    // Builds are kept from run to run by what is in them: nothing else may ever have asked for this.
    const condaFile = `dependencies: [{ pip: [never-built-${randomUUID()}] }]`;
    await sdk.environments.put({ name: 'never', version: '1' }, { properties: { image: 'i', condaFile } });
    expect(await sdk.environments.buildLog({ name: 'never', version: '1' })).toEqual({
      state: 'absent',
      message: null,
      content: '',
      cursor: '0',
      lost: 0,
    });
    await sdk.environments.put({ name: 'usual', version: '1' }, { properties: { image: 'any' } });
    const whole = await sdk.environments.buildLog({ name: 'usual', version: '1' });
    expect(whole.state).toBe('built');
    const tail = await sdk.environments.buildLog({ name: 'usual', version: '1' }, { tail: 1 });
    expect(whole.content.endsWith(tail.content)).toBe(true);
    const { cursor } = whole;
    expect(await sdk.environments.buildLog({ name: 'usual', version: '1' }, { cursor })).toMatchObject({
      content: '',
      cursor,
    });
    const lines: string[] = [];
    const end = new AbortController();
    const following = sdk.environments.followBuildLog(
      { name: 'usual', version: '1' },
      { signal: end.signal },
    );
    await expect(
      (async () => {
        for await (const line of following) {
          lines.push(line);
          if (lines.length === 1) end.abort(new Error('enough'));
        }
      })(),
    ).rejects.toThrow('enough');
    expect(whole.content).toContain(lines[0]);
    expect(await sdk.environments.buildLog(at).catch(({ status }) => status)).not.toBe(500);
  });

  test('of what is never built there is none', async () => {
    const reply = await rest.call('GET', '/models/m/versions/1/buildLog');
    expectError(reply, 404, 'ResourceNotFound', 'Only environments are built');
    const both = await rest.call('GET', '/environments/usual/versions/1/buildLog?tail=1&cursor=0');
    expectError(both, 400, 'UserError', 'tail is only for a first piece');
  });
});
