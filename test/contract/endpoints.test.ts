/** Endpoints and deployments over REST: preconditions, patches, credentials, operations and deletion. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectError } from '../support/refusals.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, scorer, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  for (const endpoint of ['keyed', 'tokened', 'other-tokened']) {
    const authMode = endpoint === 'keyed' ? 'Key' : 'AMLToken';
    await rest.call('PUT', `/onlineEndpoints/${endpoint}`, { properties: { authMode } });
    const { status } = await rest.deploy(endpoint, 'blue', 'echo', { environmentVariables: { WHO: 'one' } });
    expect(status).toBe('Succeeded');
  }
});
afterAll(() => teal?.close());

const endpoint = '/onlineEndpoints/keyed';
const blue = `${endpoint}/deployments/blue`;
const etagOf = async (path: string) => (await rest.call('GET', path)).headers.get('etag') ?? '';

describe.each([
  ['an endpoint', endpoint],
  ['a deployment', blue],
])('preconditions on %s', (_what, path) => {
  test('the ETag is in header and body, and moves with every change', async () => {
    const { headers, body } = await rest.call('GET', path);
    expect(headers.get('etag')).toBe(body.etag);
    const changed = await rest.call('PUT', path, { ...body, tags: { at: body.etag } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(body.etag);
    expect(await etagOf(path)).toBe(changed.headers.get('etag'));
  });

  test('If-Match with what was read is obeyed once', async () => {
    const { body } = await rest.call('GET', path);
    const put = () => rest.call('PUT', path, { ...body, tags: { n: 'x' } }, { 'if-match': body.etag });
    expect((await put()).status).toBe(200);
    const second = await put();
    expectError(second, 412, 'PreconditionFailed', body.etag, await etagOf(path));
    expect(second.body.error.target).toBe('If-Match');
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('%s with a stale If-Match changes nothing', async (method) => {
    const before = (await rest.call('GET', path)).body;
    const body = method === 'DELETE' ? undefined : { ...before, tags: { stale: 'yes' } };
    const reply = await rest.call(method, path, body, { 'if-match': '"0"' });
    expectError(reply, 412, 'PreconditionFailed', '"0"');
    expect((await rest.call('GET', path)).body).toMatchObject({ etag: before.etag, tags: before.tags });
  });

  test('If-Match * means that it is there, If-None-Match * that it is not', async () => {
    const { body } = await rest.call('GET', path);
    expect((await rest.call('PUT', path, body, { 'if-match': '*' })).status).toBe(200);
    expectError(
      await rest.call('PUT', path, body, { 'if-none-match': '*' }),
      412,
      'PreconditionFailed',
      'exists',
    );
    const absent = `${path}-absent`;
    expectError(await rest.call('PUT', absent, body, { 'if-match': '*' }), 412, 'PreconditionFailed');
    expect((await rest.call('GET', absent)).status).toBe(404);
  });
});

test('If-None-Match * creates once', async () => {
  const put = () => rest.call('PUT', '/onlineEndpoints/once', { properties: {} }, { 'if-none-match': '*' });
  expect((await put()).status).toBe(201);
  expectError(await put(), 412, 'PreconditionFailed');
});

describe('changes', () => {
  test('a PUT of an endpoint answers Succeeded, and the next request obeys it', async () => {
    const score = await scorer(rest, 'keyed');
    for (let round = 0; round < 5; round++) {
      await route(rest, 'keyed', { blue: 100 });
      expect((await score({ round })).body).toEqual({ deployment: 'one', echo: { round } });
      await route(rest, 'keyed', {});
      expect((await score({ round })).status).toBe(404);
    }
  });

  test('the answer names the routing table that every router worker runs by then', async () => {
    const versions: number[] = [];
    for (const traffic of [{ blue: 100 }, {}, { blue: 100 }, {}]) {
      const { headers } = await route(rest, 'keyed', traffic);
      versions.push(Number(headers.get('x-teal-table-version')));
    }
    expect(versions.every((version) => Number.isInteger(version) && version > 0)).toBe(true);
    expect(new Set(versions).size).toBe(versions.length);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
  });

  test('PATCH keeps what is absent, clears null, sets values', async () => {
    const patch = (body: Json) => rest.call('PATCH', endpoint, body);
    const set = await patch({ tags: { a: '1', b: '2' }, properties: { description: 'first' } });
    expect(set.body).toMatchObject({ tags: { a: '1', b: '2' }, properties: { description: 'first' } });
    const kept = await patch({ tags: { b: null, c: '3' } });
    expect(kept.body.properties.description).toBe('first');
    expect(kept.body.tags).toMatchObject({ a: '1', c: '3' });
    expect(kept.body.tags).not.toHaveProperty('b');
    const cleared = await patch({ tags: null, properties: { description: null } });
    expect(cleared.body).toMatchObject({ tags: {}, properties: { description: null, authMode: 'Key' } });
    for (const body of [[], 7, 'text']) expectError(await patch(body), 400, 'UserError', 'object');
  });

  test('PATCH of a deployment changes what it names and nothing else', async () => {
    const before = (await rest.call('GET', blue)).body;
    const reply = await rest.call('PATCH', blue, {
      properties: { requestSettings: { maxConcurrentRequestsPerInstance: 3 } },
    });
    expect(reply.status).toBe(200);
    expect((await rest.finished(reply)).status).toBe('Succeeded');
    const after = (await rest.call('GET', blue)).body;
    const { requestSettings } = before.properties;
    expect(after.properties).toMatchObject({
      requestSettings: { ...requestSettings, maxConcurrentRequestsPerInstance: 3 },
      environmentVariables: { WHO: 'one' },
      codeConfiguration: before.properties.codeConfiguration,
      provisioningState: 'Succeeded',
    });
    expectError(await rest.call('PATCH', `${blue}-absent`, {}), 404, 'ResourceNotFound', 'blue-absent');
  });
});

describe('keys', () => {
  test('are listed, and never kept by a cache', async () => {
    const { body, headers } = await rest.call('POST', `${endpoint}/listKeys`);
    expect(body).toEqual({ primaryKey: expect.any(String), secondaryKey: expect.any(String) });
    expect(body.primaryKey).not.toBe(body.secondaryKey);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test.each(['Primary', 'Secondary'])(
    '%s: the old one is refused at once, the other goes on',
    async (keyType) => {
      await route(rest, 'keyed', { blue: 100 });
      const list = async () => (await rest.call('POST', `${endpoint}/listKeys`)).body;
      const [mine, others] =
        keyType === 'Primary' ? ['primaryKey', 'secondaryKey'] : ['secondaryKey', 'primaryKey'];
      const before = await list();
      const old = await scorer(rest, 'keyed', before[mine ?? '']);
      const other = await scorer(rest, 'keyed', before[others ?? '']);
      expect((await old()).status).toBe(200);
      // Official SDKs send the key that is in use along.
      const body = { keyType, keyValue: before[mine ?? ''] };
      expect((await rest.call('POST', `${endpoint}/regenerateKeys`, body)).status).toBe(200);
      expect([(await old()).status, (await other()).status]).toEqual([401, 200]);
      const after = await list();
      expect(after[others ?? '']).toBe(before[others ?? '']);
      expect((await (await scorer(rest, 'keyed', after[mine ?? '']))()).status).toBe(200);
    },
  );

  test('may be chosen', async () => {
    const keyValue = 'a-key-of-my-own-choice';
    await rest.call('POST', `${endpoint}/regenerateKeys`, { keyType: 'primary', keyValue });
    expect(await primaryKey(rest, 'keyed')).toBe(keyValue);
    expect((await (await scorer(rest, 'keyed', keyValue))()).status).toBe(200);
  });

  test('given at creation are used', async () => {
    const keys = { primaryKey: 'primary-key-from-outside', secondaryKey: 'secondary-key-from-outside' };
    await rest.call('PUT', '/onlineEndpoints/brought', { properties: { keys } });
    expect((await rest.call('POST', '/onlineEndpoints/brought/listKeys')).body).toEqual(keys);
  });
});

describe('tokens', () => {
  const tokenOf = async (name: string) => (await rest.call('POST', `/onlineEndpoints/${name}/token`)).body;
  const part = (token: string, index: number): Json =>
    JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

  test('open their own endpoint, for as long as they say', async () => {
    await route(rest, 'tokened', { blue: 100 });
    await route(rest, 'other-tokened', { blue: 100 });
    const { accessToken, expiryTimeUtc, refreshAfterTimeUtc, tokenType } = await tokenOf('tokened');
    expect(tokenType).toBe('Bearer');
    expect((await (await scorer(rest, 'tokened', accessToken))({ a: 1 })).status).toBe(200);
    expect((await (await scorer(rest, 'other-tokened', accessToken))()).status).toBe(401);
    const claims = part(accessToken, 1);
    expect(claims.exp).toBe(expiryTimeUtc);
    expect(claims.exp - claims.iat).toBe(3600);
    expect(refreshAfterTimeUtc).toBeGreaterThan(claims.iat);
    expect(refreshAfterTimeUtc).toBeLessThan(expiryTimeUtc);
  });

  test('that were changed are refused', async () => {
    const { accessToken } = await tokenOf('tokened');
    const [head = '', , signature = ''] = accessToken.split('.');
    const longer = { ...part(accessToken, 1), exp: 4102444800 };
    const encode = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encode({ alg: 'none' })}.${encode(longer)}.`;
    for (const forged of [`${head}.${encode(longer)}.${signature}`, unsigned, 'nonsense', '']) {
      expect((await (await scorer(rest, 'tokened', forged))()).status).toBe(401);
    }
  });
});

describe('operations', () => {
  test('tell how a change went, for ever after', async () => {
    const reply = await rest.call('PUT', blue, (await rest.call('GET', blue)).body);
    const uri = reply.headers.get('azure-asyncoperation') ?? '';
    expect(uri).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/subscriptions\/.*\/mfeOperationsStatus\/od:.*api-version=/,
    );
    expect(Number(reply.headers.get('x-ms-retry-after-ms'))).toBeGreaterThan(0);
    const ended = await rest.finished(reply);
    expect(ended).toMatchObject({ status: 'Succeeded', percentComplete: 100, id: expect.any(String) });
    expect(Date.parse(ended.endTime)).toBeGreaterThanOrEqual(Date.parse(ended.startTime));
    const result = await rest.call('GET', uri.replace('mfeOperationsStatus', 'mfeOperationResults'));
    expect(result.status).toBe(200);
    const { body } = await rest.call('GET', blue);
    expect(body.properties.properties.AzureAsyncOperationUri).toContain(ended.id);
  });

  test.each(['mfeOperationsStatus', 'mfeOperationResults'])('%s of an unknown id', async (word) => {
    const path = `/subscriptions/${teal.server.subscription}/providers/Microsoft.MachineLearningServices/locations/local/${word}/od:none:1`;
    expectError(await rest.call('GET', path), 404, 'ResourceNotFound', "'od:none:1'");
  });
});

describe('deletion', () => {
  const gone = (path: string) =>
    until(
      `${path} gone`,
      async () => (await rest.call('GET', path)).status,
      (status) => status === 404,
    );

  test('of what is not there answers 204', async () => {
    expect((await rest.call('DELETE', '/onlineEndpoints/never')).status).toBe(204);
    expect((await rest.call('DELETE', `${endpoint}/deployments/never`)).status).toBe(204);
    expectError(await rest.call('DELETE', '/onlineEndpoints/never/deployments/x'), 404, 'ResourceNotFound');
  });

  test.each(['deployments/blue', ''])(
    'of an endpoint or its %s: 202, then gone, then free again',
    async (below) => {
      await rest.call('PUT', '/onlineEndpoints/doomed', { properties: {} });
      await rest.deploy('doomed', 'blue', 'echo');
      const path = `/onlineEndpoints/doomed/${below}`.replace(/\/$/, '');
      const reply = await rest.call('DELETE', path);
      expect([reply.status, reply.body]).toEqual([202, undefined]);
      const location = reply.headers.get('location') ?? '';
      expect(location).toMatch(/^http:.*mfeOperationResults/);
      expect((await rest.finished(reply)).status).toBe('Succeeded');
      expect((await rest.call('GET', location)).status).toBe(204);
      await gone(path);
      expect((await rest.call('DELETE', path)).status).toBe(204);
      if (below === '')
        expect((await rest.call('GET', '/onlineEndpoints')).body.value).not.toContainEqual(
          expect.objectContaining({ name: 'doomed' }),
        );
      else expect((await rest.deploy('doomed', 'blue', 'echo')).status).toBe('Succeeded');
    },
  );

  test('under way: it is shown, asked for again harmlessly, and not changed any more', async () => {
    await rest.call('PUT', '/onlineEndpoints/leaving', { properties: {} });
    await rest.deploy('leaving', 'blue', 'echo');
    const [first, second, change] = await Promise.all([
      rest.call('DELETE', '/onlineEndpoints/leaving'),
      rest.call('DELETE', '/onlineEndpoints/leaving'),
      rest.call('PUT', '/onlineEndpoints/leaving/deployments/green', {
        properties: { instanceType: 'local' },
      }),
    ]);
    expect(first.status).toBe(202);
    expect([202, 204]).toContain(second.status);
    expect([400, 404, 409]).toContain(change.status);
    await gone('/onlineEndpoints/leaving');
  });
});
