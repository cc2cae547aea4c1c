/** What a plain client of the control plane sees, over a real server: rules that hold for every operation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectError } from '../support/refusals.ts';
import { type Reply, type Rest, restOf } from '../support/rest.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
});
afterAll(() => teal?.close());

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Below the workspace like `call`, but with nothing added. */
async function plain(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
  const place = path.startsWith('/subscriptions') ? path : `${rest.workspace}${path}`;
  const reply = await fetch(`${teal.server.url}${place}`, { method, ...init });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const admin = () => ({ authorization: `Bearer ${teal.token}` });
const json = () => ({ ...admin(), 'content-type': 'application/json' });
const version = 'api-version=2023-04-01';

describe('api-version', () => {
  test.each(['2021-10-01', '2022-02-01-preview', '2023-04-01-preview', '2025-12-01', '2099-12-31'])(
    '%s is served',
    async (value) => {
      expect((await rest.call('GET', `/onlineEndpoints?api-version=${value}`)).status).toBe(200);
    },
  );

  test.each([
    'latest',
    '2021-09-30',
    '2023-13-01',
    '2023-4-1',
    '2023-04-01-beta',
    '2023-04-01&api-version=2023-04-01',
  ])("'%s' is refused", async (value) => {
    const reply = await rest.call('GET', `/onlineEndpoints?api-version=${value}`);
    expectError(reply, 400, 'InvalidApiVersionParameter', /api-version/);
  });

  test.each(['', '?api-version='])("a missing one is refused: '%s'", async (query) => {
    const reply = await plain('GET', `/onlineEndpoints${query}`, { headers: admin() });
    expectError(reply, 400, 'MissingApiVersionParameter', 'is missing');
  });
});

describe('the admin token', () => {
  test.each([
    ['missing', undefined],
    ['wrong', 'Bearer nonsense'],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic YWRtaW46YWRtaW4='],
  ])('%s: 401 with a challenge', async (_what, authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    const reply = await plain('GET', `/onlineEndpoints?${version}`, { headers });
    expectError(reply, 401, 'InvalidAuthenticationToken', 'Authorization');
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
    expect(reply.body.error.message).not.toContain(teal.token);
  });

  test('changes nothing without it', async () => {
    const body = JSON.stringify({ properties: {} });
    const headers = { 'content-type': 'application/json' };
    expect((await plain('PUT', `/onlineEndpoints/sneaky?${version}`, { headers, body })).status).toBe(401);
    expect((await rest.call('GET', '/onlineEndpoints/sneaky')).status).toBe(404);
  });

  test('is not asked by the health check', async () => {
    const reply = await fetch(`${teal.server.url}/healthz`);
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('requests that cannot be read', () => {
  test('an unknown route says which', async () => {
    expectError(await rest.call('GET', '/onlineEndpoints/x/nothing/here'), 404, 'ResourceNotFound', 'GET /');
    expectError(await rest.call('PATCH', '/models/m/versions/1', {}), 404, 'ResourceNotFound', 'PATCH');
    expectError(await rest.call('GET', '/jobs'), 404, 'ResourceNotFound', 'jobs');
  });

  test('a workspace that is not there is named', async () => {
    const path = rest.workspace.replace(/default$/, 'elsewhere');
    expectError(await rest.call('GET', `${path}/onlineEndpoints`), 404, 'ResourceNotFound', "'elsewhere'");
  });

  test.each([
    ['cut off', '{"properties":'],
    ['not JSON', 'properties: {}'],
    ['a prototype in disguise', '{"properties":{"__proto__":{"a":1}}}'],
  ])('a body that is %s', async (_what, body) => {
    const reply = await plain('PUT', `/onlineEndpoints/broken?${version}`, { headers: json(), body });
    expectError(reply, 400, 'UserError', 'cannot be read');
  });

  test.each(['null', '[]', '7', '"text"', '{}', ''])('a body that is %j', async (body) => {
    const reply = await plain('PUT', `/onlineEndpoints/broken?${version}`, { headers: json(), body });
    expectError(reply, 400, 'UserError');
  });

  test('a body of another type', async () => {
    const headers = { ...admin(), 'content-type': 'application/xml' };
    const reply = await plain('PUT', `/onlineEndpoints/broken?${version}`, { headers, body: '<a/>' });
    expectError(reply, 415, 'UnsupportedMediaType', 'must be application/json');
  });

  test('an empty body of any type is none', async () => {
    const path = `/datastores/workspaceblobstore/listSecrets?${version}`;
    for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
      const headers = { ...admin(), 'content-type': type };
      expect((await plain('POST', path, { headers, body: '' })).status, type).toBe(200);
    }
  });

  test('a body that is too large', async () => {
    const description = 'x'.repeat(4 * 1024 * 1024);
    const reply = await rest.call('PUT', '/onlineEndpoints/broken', { properties: { description } });
    expectError(reply, 413, 'RequestBodyTooLarge', '4 MiB');
  });

  test('a path that is no URL', async () => {
    expectError(await rest.call('GET', '/onlineEndpoints/%zz'), 400, 'UserError', 'cannot be read');
  });

  test('none of them left anything', async () => {
    expect((await rest.call('GET', '/onlineEndpoints')).body.value).toEqual([]);
  });
});

describe('unknown fields', () => {
  test.each([
    [{ surprise: 1, properties: {} }, 'surprise'],
    [{ properties: { trafic: {} } }, 'properties.trafic'],
    [{ properties: { keys: { tertiaryKey: 'k' } } }, 'properties.keys.tertiaryKey'],
  ])('%j: the path is said', async (body, target) => {
    const reply = await rest.call('PUT', '/onlineEndpoints/fields', body);
    expectError(reply, 400, 'UserError', `${target} is not a known field`);
    expect(reply.body.error.target).toBe(target);
    expect(reply.body.error.details[0]).toMatchObject({ code: 'InvalidField', target });
  });

  test('every problem is in the details', async () => {
    const body = { properties: { trafic: {}, description: 7, tags: {} }, tags: { a: 1 } };
    const { error } = (await rest.call('PUT', '/onlineEndpoints/fields', body)).body;
    const targets = error.details.map(({ target }: { target: string }) => target);
    expect(targets).toEqual(
      expect.arrayContaining(['properties.trafic', 'properties.description', 'tags.a']),
    );
  });

  test('what the server itself shows may be sent back', async () => {
    const made = await rest.call('PUT', '/onlineEndpoints/fields', { properties: { description: 'one' } });
    expect(made.status).toBe(201);
    const again = await rest.call('PUT', '/onlineEndpoints/fields', made.body);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: made.body.id, properties: { description: 'one' } });
  });
});

describe('paths', () => {
  test('are matched whatever their case, and ids keep their form', async () => {
    await rest.call('PUT', '/onlineEndpoints/CasePath', { properties: {} });
    const shouted = rest.workspace.replace('resourceGroups', 'RESOURCEGROUPS').replace('default', 'DEFAULT');
    for (const path of [
      '/onlineendpoints/casepath',
      '/ONLINEENDPOINTS/CASEPATH/',
      `${shouted}/OnlineEndpoints/casePath`,
    ]) {
      const { status, body } = await rest.call('GET', path);
      expect([status, body.id]).toEqual([200, `${rest.workspace}/onlineEndpoints/casepath`]);
    }
  });

  test('of the workspace, its group and its subscription answer what clients look up', async () => {
    const { subscription, resourceGroup, workspace } = teal.server;
    expect((await rest.call('GET', rest.workspace)).body).toMatchObject({
      id: rest.workspace,
      name: workspace,
      location: expect.any(String),
    });
    const group = await rest.call('GET', `/subscriptions/${subscription}/resourcegroups/${resourceGroup}`);
    expect(group.body).toMatchObject({ name: resourceGroup });
    const { value } = (await rest.call('GET', '/subscriptions')).body;
    expect(value).toMatchObject([{ subscriptionId: subscription }]);
    expectError(await rest.call('GET', '/subscriptions/other'), 404, 'ResourceNotFound', "'other'");
  });
});

describe('answers', () => {
  test('carry a request id of their own', async () => {
    const [one, other] = [await rest.call('GET', '/models'), await rest.call('GET', '/models')];
    expect(one.headers.get('x-ms-request-id')).toMatch(uuid);
    expect(one.headers.get('x-ms-request-id')).not.toBe(other.headers.get('x-ms-request-id'));
  });

  test('of resources have the envelope that clients parse', async () => {
    const { body } = await rest.call('PUT', '/onlineEndpoints/envelope', {
      tags: { team: 'risk' },
      properties: { description: 'd' },
    });
    expect(body).toMatchObject({
      id: `${rest.workspace}/onlineEndpoints/envelope`,
      name: 'envelope',
      location: expect.any(String),
      tags: { team: 'risk' },
      identity: { type: 'SystemAssigned' },
      systemData: { createdAt: expect.stringMatching(/Z$/), createdBy: expect.any(String) },
      properties: {
        authMode: 'Key',
        traffic: {},
        mirrorTraffic: {},
        provisioningState: 'Succeeded',
        scoringUri: expect.stringContaining('/endpoint/envelope/score'),
        swaggerUri: expect.stringContaining('/swagger.json'),
      },
    });
    expect(JSON.stringify(body)).not.toMatch(/primaryKey|secondaryKey/);
  });
});

describe('long lists', () => {
  test('come in pages; nextLink keeps what was asked for', async () => {
    const names = ['page-a', 'page-b', 'page-c', 'page-d', 'page-e'];
    for (const name of names) await rest.call('PUT', `/onlineEndpoints/${name}`, { properties: {} });
    const seen: string[] = [];
    let link: string | undefined = '/onlineEndpoints?name=page-&count=2';
    for (let pages = 0; link !== undefined && pages < 10; pages++) {
      const { status, body }: Reply = await rest.call('GET', link);
      expect(status).toBe(200);
      expect(body.value.length).toBeLessThanOrEqual(2);
      seen.push(...body.value.map(({ name }: { name: string }) => name));
      link = body.nextLink;
      if (link !== undefined) expect(link).toMatch(/^http:.*[?&]api-version=/);
    }
    expect(seen).toEqual(names);
  });

  test('$top is the end of it, $skip leaves out', async () => {
    const { body } = await rest.call('GET', '/onlineEndpoints?name=page-&$top=2&$skip=1');
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual(['page-b', 'page-c']);
    expect(body.nextLink).toBeUndefined();
  });

  test('keep what is archived on every page', async () => {
    for (const name of ['old-a', 'old-b', 'old-c']) {
      await rest.call('PUT', `/environments/${name}/versions/1`, { properties: { image: 'i' } });
      await rest.call('PUT', `/environments/${name}`, { properties: { isArchived: true } });
    }
    const { body } = await rest.call('GET', '/environments?listViewType=ArchivedOnly&count=2');
    const second = await rest.call('GET', body.nextLink);
    expect([body.value.length, second.body.value.length, second.body.nextLink]).toEqual([2, 1, undefined]);
  });

  test('a parameter that is given twice is refused', async () => {
    expectError(await rest.call('GET', '/onlineEndpoints?name=a&name=b'), 400, 'UserError', 'name');
  });

  test.each(['count=0', 'count=-1', '$top=x', '$skip=-1', '$skip=1.5'])('%s is refused', async (query) => {
    expectError(
      await rest.call('GET', `/onlineEndpoints?${query}`),
      400,
      'UserError',
      query.replace(/=.*/, ''),
    );
  });
});
