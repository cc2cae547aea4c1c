/** Limits that cannot be, and what is over those that are: refused with the limit, its value and what is allowed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Churn, endpoint, startChurn } from '../../support/churn.ts';
import { expectError } from '../../support/refusals.ts';
import type { Json, Rest } from '../../support/rest.ts';

let churn: Churn;
let rest: Rest;
beforeAll(async () => {
  churn = await startChurn();
  ({ rest } = churn);
});
afterAll(() => churn?.teal.close());

const said: Churn['said'] = (...words) => churn.said(...words);
const ran: Churn['ran'] = (...words) => churn.ran(...words);
const patch = (properties: Json) => rest.call('PATCH', `${endpoint}/limits`, { properties });

test.each([
  [
    { requestsPerSecond: -1 },
    'properties.requestsPerSecond is -1; it must be a whole number from 1 to 1000000, or none',
  ],
  [{ requestsPerSecond: 0 }, 'is 0;'],
  [{ activeConnections: 1e18 }, 'is 1000000000000000000; it must be a whole number from 1 to 1000000'],
  [{ newConnectionsPerSecond: 2.5 }, 'is 2.5;'],
  [{ requestsPerSecond: 'fast' }, 'is "fast"; it must be a whole number from 1 to 1000000, "none", or null'],
  [{ requestsPerSecond: true }, 'is true;'],
  [{ bandwidthBytesPerSecond: 1 }, 'is 1; it must be a whole number from 1000 to 10000000000'],
  [{ requestsPerMinute: 5 }, 'properties.requestsPerMinute is no limit; limits are requestsPerSecond, '],
  [{ endpointsPerSubscription: 5 }, 'cannot be set on an endpoint; set it on the workspace'],
])('%j is refused, and nothing is changed', async (properties, message) => {
  const before = await rest.call('GET', `${endpoint}/limits`);
  expectError(await patch({ pendingRequestsFactor: 7, ...properties }), 400, 'UserError', message);
  expect((await rest.call('GET', `${endpoint}/limits`)).body.etag).toBe(before.body.etag);
});

test('a change of nothing, and bodies of another shape', async () => {
  expectError(await patch({}), 400, 'UserError', 'properties names no limit; limits are');
  for (const body of [{}, { properties: [] }, { limits: {} }, []]) {
    expectError(await rest.call('PATCH', '/limits', body), 400, 'UserError');
  }
});

test.each([
  [
    ['--requests-per-second', 'fast'],
    "argument --requests-per-second: 'fast' is not a whole number, or none",
  ],
  [['--requests-per-second', '0'], 'it must be a whole number from 1 to 1000000'],
  [['--bandwidth', '5'], "argument --bandwidth: '5' is not a number of bytes a second with a unit"],
  [['--bandwidth', '-5MB'], 'bandwidth'],
  [[], 'is required'],
])('`teal limits set` with %j is refused', async (words, message) => {
  const { code, stderr } = await ran('limits', 'set', '-n', 'churn', ...words);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});

test('an endpoint that is not there, and one that was changed meanwhile', async () => {
  expect((await ran('limits', '-n', 'nobody')).code).toBe(3);
  expectError(
    await rest.call('PATCH', '/onlineEndpoints/nobody/limits', { properties: { activeConnections: 5 } }),
    404,
    'ResourceNotFound',
  );
  const stale = await rest.call(
    'PATCH',
    `${endpoint}/limits`,
    { properties: { activeConnections: 5 } },
    { 'if-match': '"0"' },
  );
  expectError(stale, 412, 'PreconditionFailed');
});

test('deployments and instances over the limit are refused with the limit', async () => {
  await said(
    'limits',
    'set',
    '-n',
    'churn',
    '--deployments-per-endpoint',
    '2',
    '--instances-per-deployment',
    '3',
  );
  const body = (await rest.call('GET', `${endpoint}/deployments/blue`)).body;
  const put = (name: string, capacity: number) =>
    rest.call('PUT', `${endpoint}/deployments/${name}`, {
      sku: { name: 'Default', capacity },
      properties: {
        endpointComputeType: 'Managed',
        instanceType: 'local',
        codeConfiguration: body.properties.codeConfiguration,
      },
    });
  expectError(
    await put('red', 1),
    400,
    'UserError',
    'The endpoint has 2 deployments already; at most 2 are allowed.',
  );
  expectError(await put('blue', 4), 400, 'UserError', 'instance_count is 4; it must be 1 to 3.');
  await said('limits', 'reset', '-n', 'churn');
  expectError(await put('blue', 51), 400, 'UserError', 'instance_count is 51; it must be 1 to 50.');
  await said('limits', 'set', '--endpoints-per-subscription', '1');
  const more = await rest.call('PUT', '/onlineEndpoints/another', { properties: {} });
  expectError(more, 400, 'UserError', 'There are 1 endpoints already; at most 1 are allowed.');
  await said('limits', 'reset');
});
