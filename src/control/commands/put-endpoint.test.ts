import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EndpointSpec } from '../../domain/endpoint.ts';
import { someEndpoint } from '../reconcile/simulation.suite.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import type { PutEndpoint } from './put-endpoint.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

const history = () => rig.parts.store.rows.history.list(caller.objectId, { limit: 10 });

describe('a new endpoint', () => {
  test('gets two fresh keys, generation 1 and an operation that is under way', async () => {
    const { endpoint, operation, created } = await rig.putEndpoint();
    expect(created).toBe(true);
    expect(endpoint).toMatchObject({ generation: 1, observedGeneration: 0, version: 1, createdBy: 'ann' });
    expect(endpoint.keys.primary).not.toBe(endpoint.keys.secondary);
    expect(operation).toMatchObject({
      id: `oe:${endpoint.uid}:1`,
      verb: 'create',
      objectId: caller.objectId,
      endedAt: null,
    });
    expect(await rig.endpoint()).toEqual(endpoint);
    expect(await rig.parts.store.rows.operations.get(operation.id)).toEqual(operation);
  });

  test('is named in lower case', async () => {
    await rig.putEndpoint({}, { name: 'CHURN' });
    expect((await rig.endpoint()).name).toBe('churn');
  });

  test('may bring keys', async () => {
    const keys = { primaryKey: 'chosen-by-the-user' };
    const { endpoint } = await rig.putEndpoint({}, { keys });
    expect(endpoint.keys).toMatchObject({ primary: keys.primaryKey });
    expect(endpoint.keys.secondary).toMatch(/^secret-key/);
  });

  test.each(['', 'short', 'sixteen letters ', 'x'.repeat(257)])('may not bring the key "%s"', async (key) => {
    await expect(rig.putEndpoint({}, { keys: { secondaryKey: key } })).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'properties.keys.secondaryKey',
      message: expect.stringContaining(`has ${key.length} characters; a key must have 16 to 256`),
    });
  });

  test('has no deployments that could take traffic', async () => {
    await expect(rig.putEndpoint({ traffic: { blue: 100 } })).rejects.toMatchObject({
      target: 'traffic.blue',
      message: expect.stringContaining('it has none'),
    });
  });

  test.each<[string, Partial<EndpointSpec>]>([
    ['mirror_traffic', { compute: '/computes/k8s', mirror: { blue: 10 } }],
    ['auth_mode', { compute: '/computes/k8s', authMode: 'aad_token' }],
    [
      'properties.properties.teal_retry_lost_requests',
      { properties: { teal_retry_lost_requests: 'Enabled' } },
    ],
    ['properties.properties.teal_retry', { properties: { teal_retry: 'enabled' } }],
    [
      'properties.properties.Teal_Retry_Lost_Requests',
      { properties: { Teal_Retry_Lost_Requests: 'enabled' } },
    ],
    ['identity.userAssignedIdentities', { identity: { type: 'UserAssigned', userAssigned: ['a', 'b'] } }],
  ])('is refused for its %s', async (target, change) => {
    await expect(rig.putEndpoint(change)).rejects.toMatchObject({ code: 'bad-argument', target });
  });

  test('is refused when there are 100', async () => {
    for (let number = 0; number < 100; number++) await rig.putEndpoint({}, { name: `churn-${number}` });
    await expect(rig.putEndpoint()).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'There are 100 endpoints already; at most 100 are allowed.',
    });
    await rig.putEndpoint({ description: 'Not a new one.' }, { name: 'churn-1' });
  });
});

describe('a changed endpoint', () => {
  test('is replaced whole, but keeps its keys and its birth', async () => {
    const { endpoint: before } = await rig.putEndpoint({ tags: { a: 'b' }, description: 'Old.' });
    await rig.putDeployment('blue');
    await rig.serve('blue');
    await rig.putEndpoint({ traffic: { blue: 100 } }, { actor: 'ben' });
    const { endpoint, operation, created } = await rig.putEndpoint({}, { actor: 'ben' });
    expect(created).toBe(false);
    expect(endpoint).toMatchObject({
      uid: before.uid,
      keys: before.keys,
      generation: 3,
      createdBy: 'ann',
      createdAt: before.createdAt,
      modifiedBy: 'ben',
    });
    expect(endpoint.spec).toEqual(someEndpoint.spec);
    expect(operation).toMatchObject({ id: `oe:${before.uid}:3`, verb: 'update' });
  });

  test.each<[string, string, Partial<PutEndpoint>, Partial<EndpointSpec>]>([
    ['bad-argument', 'properties.keys', { keys: { primaryKey: 'chosen-by-the-user' } }, {}],
    ['bad-argument', 'identity.type', {}, { identity: { type: 'None', userAssigned: [] } }],
    ['exists', 'name', { workspace: { ...workspace, uid: 'other' } }, {}],
    ['precondition-failed', 'If-Match', { condition: { ifMatch: '"7"' } }, {}],
    ['precondition-failed', 'If-None-Match', { condition: { ifNoneMatch: '*' } }, {}],
  ])('is %s for %s, and stays as it was', async (code, target, more, change) => {
    const { endpoint } = await rig.putEndpoint();
    await expect(rig.putEndpoint(change, more)).rejects.toMatchObject({ code, target });
    expect(await rig.endpoint()).toEqual(endpoint);
    expect(await history()).toHaveLength(1);
    expect(await rig.parts.store.rows.operations.get(`oe:${endpoint.uid}:2`)).toBeUndefined();
  });

  test('is a conflict while it is being deleted', async () => {
    await rig.putEndpoint();
    await deleteEndpoint(rig.parts, { ...caller, workspace, name: 'churn', condition: {} });
    await expect(rig.putEndpoint()).rejects.toMatchObject({ code: 'conflict' });
  });

  test('by two who saw the same one is changed by one', async () => {
    await rig.putEndpoint();
    const condition = { ifMatch: '"1"' };
    const results = await Promise.allSettled([
      rig.putEndpoint({ tags: { by: 'one' } }, { condition }),
      rig.putEndpoint({ tags: { by: 'two' } }, { condition }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rig.endpoint()).toMatchObject({ generation: 2 });
  });
});

test('history tells what was wanted before and after, by whom, and never a key', async () => {
  await rig.putEndpoint({}, { keys: { primaryKey: 'chosen-by-the-user' } });
  await rig.putEndpoint({ description: 'New.' }, { actor: 'ben', reason: 'It was old.' });
  const [old, fresh] = [null, 'New.'].map((description) => ({ properties: { description } }));
  expect(await history()).toMatchObject([
    { verb: 'update', who: 'ben', reason: 'It was old.', shares: null, before: old, after: fresh },
    { verb: 'create', who: 'ann', reason: null, shares: null, before: null, after: old },
  ]);
  expect(JSON.stringify(await history())).not.toMatch(/chosen-by-the-user|secret-key/);
});
