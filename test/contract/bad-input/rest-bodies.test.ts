/** Bodies that the control plane does not take: every object is closed, nothing is unpacked, nothing nests for ever. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectError } from '../../support/refusals.ts';
import { type Json, type Rest, restOf } from '../../support/rest.ts';
import { script } from '../../support/scoring.ts';
import { startTeal, type Teal } from '../../support/teal.ts';

let teal: Teal;
let rest: Rest;
let codeUri: string;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  codeUri = (await rest.register('codes', 'echo', script('echo'))).body.properties.codeUri;
  expect((await rest.call('PUT', '/onlineEndpoints/closed', { properties: {} })).status).toBe(201);
});
afterAll(() => teal?.close());

const deployment = '/onlineEndpoints/closed/deployments/blue';

/** A PUT whose body and headers are as given. */
async function putRaw(body: string | Buffer, headers: Record<string, string> = {}) {
  const url = `${teal.server.url}${rest.workspace}/onlineEndpoints/raw?api-version=2023-04-01`;
  const authorization = `Bearer ${teal.token}`;
  const reply = await fetch(url, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Json };
}

describe('an unknown field is refused with its path', () => {
  const code = () => ({ codeUri });
  const cases: [string, string, () => Json, string][] = [
    ['PUT', '/codes/x/versions/1', () => ({ surprise: 1, properties: code() }), 'surprise'],
    ['PUT', '/codes/x/versions/1', () => ({ properties: { ...code(), s: 1 } }), 'properties.s'],
    ['PUT', '/models/x/versions/1', () => ({ tags: {}, properties: { modelUri: codeUri } }), 'tags'],
    [
      'PUT',
      '/environments/x/versions/1',
      () => ({ properties: { image: 'i', inferenceConfig: { route: {} } } }),
      'properties.inferenceConfig.route',
    ],
    [
      'PUT',
      '/data/x/versions/1',
      () => ({ properties: { dataUri: 'u', autoDeleteSetting: { after: '1' } } }),
      'properties.autoDeleteSetting.after',
    ],
    ['PUT', '/codes/echo', () => ({ properties: { isArchived: false, s: 1 } }), 'properties.s'],
    ['PUT', '/codes/echo', () => ({ properties: {}, s: 1 }), 's'],
    [
      'PUT',
      '/onlineEndpoints/other',
      () => ({ identity: { type: 'None', name: 'x' }, properties: {} }),
      'identity.name',
    ],
    ['PUT', '/onlineEndpoints/other', () => ({ sku: { colour: 'x' }, properties: {} }), 'sku.colour'],
    ['PUT', deployment, () => ({ identity: { type: 'None', name: 'x' }, properties: {} }), 'identity.name'],
    [
      'PUT',
      deployment,
      () => ({ properties: { dataCollector: { collections: { a: { rate: 1 } } } } }),
      'properties.dataCollector.collections.a.rate',
    ],
    ['PATCH', '/onlineEndpoints/closed', () => ({ properties: { trafic: {} } }), 'properties.trafic'],
    ['POST', '/onlineEndpoints/closed/listKeys', () => ({ which: 1 }), 'which'],
    ['POST', '/onlineEndpoints/closed/token', () => ({ which: 1 }), 'which'],
    ['POST', '/onlineEndpoints/closed/regenerateKeys', () => ({ keyType: 'Primary', s: 1 }), 's'],
    ['POST', '/codes/x/versions/1/startPendingUpload', () => ({ type: 'x' }), 'type'],
    ['POST', '/datastores/workspaceblobstore/listSecrets', () => ({ forever: true }), 'forever'],
  ];

  test.each(cases)('%s %s', async (method, path, body, target) => {
    const reply = await rest.call(method, path, body());
    expectError(reply, 400, 'UserError', `${target} is not a known field`);
    expect(reply.body.error.target).toBe(target);
  });

  test('and nothing of it stays', async () => {
    for (const path of [
      '/codes/x',
      '/models/x',
      '/environments/x',
      '/data/x',
      '/onlineEndpoints/other',
      deployment,
    ]) {
      expect((await rest.call('GET', path)).status, path).toBe(404);
    }
  });

  test('what a container shows may come back, and what is not kept of it is refused', async () => {
    const shown = (await rest.call('GET', '/codes/echo')).body;
    expect((await rest.call('PUT', '/codes/echo', shown)).status).toBe(200);
    const tagged = { properties: { tags: { a: 'b' } } };
    expectError(await rest.call('PUT', '/codes/echo', tagged), 400, 'UserError', 'properties.tags');
  });
});

describe('a body', () => {
  test.each([
    'text/plain',
    'application/x-yaml',
    'multipart/form-data; boundary=x',
    'application/merge-patch+json',
  ])('of the type %s: 415', async (type) => {
    const reply = await putRaw('{"properties":{}}', { 'content-type': type });
    expectError(reply, 415, 'UnsupportedMediaType', type, 'application/json');
  });

  test.each(['gzip', 'br', 'deflate, gzip'])('packed by %s: 415, and nothing is unpacked', async (coding) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    const reply = await putRaw(bomb, { 'content-encoding': coding });
    expectError(reply, 415, 'UnsupportedMediaType', coding, 'nothing is unpacked');
  });

  test.each([
    ['lists', `{"properties":{"traffic":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`],
    ['objects', `{"properties":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
    ['lists without an end', '['.repeat(4_000_000)],
  ])('of endless %s: refused as too deep', async (_what, body) => {
    expectError(await putRaw(body), 400, 'UserError', 'nested more than 100 levels');
  });

  test('that is no UTF-8 is refused, not repaired', async () => {
    const body = Buffer.from('{"properties":{"description":"\xff\xfe"}}', 'latin1');
    expectError(await putRaw(body), 400, 'UserError', 'not UTF-8');
  });

  test('with brackets and quotes in a text is none of these', async () => {
    const description = `${'[{'.repeat(200)}\\"`;
    const reply = await putRaw(JSON.stringify({ properties: { description } }));
    expect([reply.status, reply.body.properties.description]).toEqual([201, description]);
  });
});
