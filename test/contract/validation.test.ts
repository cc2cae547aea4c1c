/** Every rule on names, traffic and settings: how it is refused, that field and value are named, and that nothing stays. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { everything, expectError } from '../support/refusals.ts';
import { type Json, type Reply, type Rest, restOf } from '../support/rest.ts';
import { route, script } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let before: Json;

const endpoint = '/onlineEndpoints/rules';

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.register('codes', 'fails-init', script('fails-init'));
  await rest.register('models', 'folder', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  await rest.call('PUT', '/onlineEndpoints/tokened', { properties: { authMode: 'AMLToken' } });
  for (const name of ['blue', 'green', 'shadow']) {
    expect((await rest.deploy('rules', name, 'echo')).status).toBe('Succeeded');
  }
  expect((await rest.deploy('rules', 'broken', 'fails-init')).status).toBe('Failed');
  await route(rest, 'rules', { blue: 90, green: 10 });
});
afterAll(() => teal?.close());

beforeEach(async () => {
  before = await everything(rest);
});

async function refused(
  reply: Reply,
  status: number,
  code: string,
  words: (string | RegExp)[],
): Promise<void> {
  expectError(reply, status, code, ...words);
  expect(await everything(rest)).toEqual(before);
}

const deployment = (properties: Json = {}, capacity: Json = 1) => ({
  sku: { name: 'Default', capacity },
  properties: {
    endpointComputeType: 'Managed',
    instanceType: 'local',
    codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
    ...properties,
  },
});

describe('names', () => {
  const bad: [string, RegExp][] = [
    ['ab', /at least 3 and at most 32/],
    ['a'.repeat(33), /33 characters.*at least 3 and at most 32/],
    ['1abc', /start with a letter/],
    ['abc-', /end with a letter or digit/],
    ['under_score', /letters, digits and hyphens/],
    ['dot.ted', /letters, digits and hyphens/],
    ['sp%20ace', /letters, digits and hyphens/],
    ['gr%C3%BCn', /letters, digits and hyphens/],
  ];

  test.each(bad)("an endpoint '%s'", async (name, rule) => {
    const reply = await rest.call('PUT', `/onlineEndpoints/${name}`, { properties: {} });
    await refused(reply, 400, 'UserError', [decodeURIComponent(name), rule]);
  });

  test.each(bad)("a deployment '%s'", async (name, rule) => {
    const reply = await rest.call('PUT', `${endpoint}/deployments/${name}`, deployment());
    await refused(reply, 400, 'UserError', [decodeURIComponent(name), rule]);
  });

  test.each(['abc', 'a'.repeat(32), 'a-1-b', 'A1b'])(
    "an endpoint '%s' is fine, lower-cased",
    async (name) => {
      const { status, body } = await rest.call('PUT', `/onlineEndpoints/${name}`, { properties: {} });
      expect([status, body.name]).toEqual([201, name.toLowerCase()]);
    },
  );

  test.each(['-a', '_a', '.a', 'a b', 'ä', 'a'.repeat(256)])("an asset '%s'", async (name) => {
    const body = { properties: { image: 'i' } };
    const reply = await rest.call('PUT', `/environments/${encodeURIComponent(name)}/versions/1`, body);
    await refused(reply, 400, 'UserError', [name, 'letters, digits']);
    const version = await rest.call('PUT', `/environments/fine/versions/${encodeURIComponent(name)}`, body);
    await refused(version, 400, 'UserError', [name, 'version']);
  });
});

describe('traffic', () => {
  const cases: [string, Json, Json, string[]][] = [
    ['that sums to 50', { blue: 50 }, {}, ['blue=50', '50', 'sum to 0 or 100']],
    ['that sums to 101', { blue: 91, green: 10 }, {}, ['blue=91 green=10', '101', 'sum to 0 or 100']],
    ['below 0', { blue: 110, green: -10 }, {}, ['0 to 100']],
    ['above 100', { blue: 101 }, {}, ["'blue'", '101', '0 to 100']],
    ['finer than hundredths', { blue: 99.999, green: 0.001 }, {}, ["'blue'", '99.999', 'two decimals']],
    ['that is text', { blue: '100' }, {}, ['traffic.blue', '"100"']],
    ['that is no map', [100], {}, ['traffic', '[100]']],
    ['to nothing known', { nope: 100 }, {}, ["'nope'", 'blue, ', 'green']],
    ['to what never became ready', { broken: 100 }, {}, ["'broken'", 'not ready']],
    ['mirrored to two', { blue: 100 }, { green: 10, shadow: 10 }, ['green=10 shadow=10', 'one']],
    ['mirrored above 50', { blue: 100 }, { shadow: 51 }, ['shadow=51', '50']],
    ['mirrored below 0', { blue: 100 }, { shadow: -1 }, ["'shadow'", '-1']],
    ['mirrored to nothing known', { blue: 100 }, { nope: 10 }, ["'nope'"]],
    ['mirrored to what never became ready', { blue: 100 }, { broken: 10 }, ["'broken'", 'not ready']],
    ['live and mirrored at once', { blue: 90, green: 10 }, { green: 10 }, ["'green'", 'live or mirrored']],
  ];

  test.each(cases)('%s', async (_what, traffic, mirrorTraffic, words) => {
    const reply = await rest.call('PUT', endpoint, { properties: { traffic, mirrorTraffic } });
    await refused(reply, 400, 'UserError', words);
  });

  test('of an endpoint that is only being made', async () => {
    const reply = await rest.call('PUT', '/onlineEndpoints/fresh', {
      properties: { traffic: { blue: 100 } },
    });
    await refused(reply, 400, 'UserError', ["'blue'", 'it has none']);
  });

  test('holds back the deletion of what takes it', async () => {
    const reply = await rest.call('DELETE', `${endpoint}/deployments/green`);
    await refused(reply, 400, 'UserError', ["'green'", '10 percent']);
  });

  test('of zero, of hundredths and in capitals is fine', async () => {
    const fine: [Json, Json][] = [
      [{ blue: 0, nope: 0 }, {}],
      [{ blue: 99.99, green: 0.01 }, {}],
      [{ BLUE: 100 }, { Shadow: 50 }],
    ];
    for (const [traffic, mirror] of fine)
      expect((await route(rest, 'rules', traffic, mirror)).status).toBe(200);
    expect((await rest.call('GET', endpoint)).body.properties).toMatchObject({
      traffic: { blue: 100 },
      mirrorTraffic: { shadow: 50 },
    });
    await route(rest, 'rules', { blue: 90, green: 10 });
  });
});

describe('an endpoint', () => {
  const users = { type: 'UserAssigned', userAssignedIdentities: { '/a': {}, '/b': {} } };
  const cases: [string, Json, string[]][] = [
    ['an unknown auth mode', { properties: { authMode: 'open' } }, ["'open'", 'Key', 'AMLToken', 'AADToken']],
    ['an unknown access', { properties: { publicNetworkAccess: 'maybe' } }, ["'maybe'", 'enabled']],
    ['an unknown identity', { identity: { type: 'Mine' }, properties: {} }, ["'Mine'", 'SystemAssigned']],
    ['two identities of users', { identity: users, properties: {} }, ['2 entries', 'at most 1']],
    ['a key that is too short', { properties: { keys: { primaryKey: 'short' } } }, ['primaryKey', '5', '16']],
    ['an empty key', { properties: { keys: { secondaryKey: '' } } }, ['secondaryKey', '0', '16']],
    ['a key with a space', { properties: { keys: { primaryKey: 'sixteen characters' } } }, ['primaryKey']],
    [
      'a mirror on a compute',
      { properties: { compute: 'azureml:k', mirrorTraffic: { a: 1 } } },
      ['mirror_traffic'],
    ],
    [
      'aad_token on a compute',
      { properties: { compute: 'azureml:k', authMode: 'AADToken' } },
      ["'aad_token'"],
    ],
  ];

  test.each(cases)('with %s', async (_what, body, words) => {
    const reply = await rest.call('PUT', '/onlineEndpoints/fresh', body);
    await refused(reply, 400, 'UserError', words);
  });

  test('keeps the kind of identity and the keys it was made with', async () => {
    const other = await rest.call('PUT', endpoint, { identity: { type: 'None' }, properties: {} });
    await refused(other, 400, 'UserError', ["'None'", "'SystemAssigned'", 'cannot be changed']);
    const keys = { primaryKey: 'a-key-that-is-long-enough' };
    const rekeyed = await rest.call('PUT', endpoint, { properties: { keys } });
    await refused(rekeyed, 400, 'UserError', ['properties.keys', 'regenerate']);
  });

  test('that uses tokens has no keys, and one that uses keys gives no tokens', async () => {
    for (const action of ['listKeys', 'regenerateKeys']) {
      const body = action === 'listKeys' ? undefined : { keyType: 'Primary' };
      const reply = await rest.call('POST', `/onlineEndpoints/tokened/${action}`, body);
      await refused(reply, 400, 'UserError', ["'tokened'", 'not keys']);
    }
    await refused(await rest.call('POST', `${endpoint}/token`), 400, 'UserError', ["'rules'", 'not tokens']);
  });

  test.each([
    [{ keyType: 'tertiary' }, ["'tertiary'", 'Primary', 'Secondary']],
    [{}, ['keyType']],
    [{ keyType: 'Primary', keyValue: 'short' }, ['keyValue', '5', '16']],
    [{ keyType: 'Primary', keyValue: 7 }, ['keyValue']],
  ])('regenerateKeys with %j', async (body, words) => {
    const keys = (await rest.call('POST', `${endpoint}/listKeys`)).body;
    await refused(await rest.call('POST', `${endpoint}/regenerateKeys`, body), 400, 'UserError', words);
    expect((await rest.call('POST', `${endpoint}/listKeys`)).body).toEqual(keys);
  });
});

describe('an asset', () => {
  test.each([
    ['neither image nor build', {}, 'UserError', ['image']],
    ['a build', { build: { contextUri: 'x' } }, 'NotSupported', ['build', 'conda_file']],
    ['image and build', { image: 'i', build: { contextUri: 'x' } }, 'NotSupported', ['build']],
    ['a conda file alone', { condaFile: 'dependencies: []' }, 'UserError', ['image']],
    ['a conda file that is no YAML', { image: 'i', condaFile: 'a: [' }, 'UserError', ['conda file', 'YAML']],
    [
      'a conda file whose dependencies are no list',
      { image: 'i', condaFile: 'dependencies: 7' },
      'UserError',
      ["'dependencies'", "'7'", 'must be a list'],
    ],
    ['an empty conda file', { image: 'i', condaFile: ' ' }, 'UserError', ['empty', 'dependencies']],
    ['an unknown system', { image: 'i', osType: 'Plan9' }, 'UserError', ["'Plan9'", 'Linux']],
  ])('environment with %s', async (_what, properties, errorCode, words) => {
    const reply = await rest.call('PUT', '/environments/refused/versions/1', { properties });
    await refused(reply, 400, errorCode, words);
  });

  test('model of an unknown type', async () => {
    const { modelUri } = (await rest.call('GET', '/models/folder/versions/1')).body.properties;
    const body = { properties: { modelUri, modelType: 'prompt' } };
    const reply = await rest.call('PUT', '/models/refused/versions/1', body);
    await refused(reply, 400, 'UserError', ["'prompt'", 'custom_model']);
  });
});
