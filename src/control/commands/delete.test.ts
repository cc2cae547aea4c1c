import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeleteDeployment, deleteDeployment } from './delete-deployment.ts';
import { type DeleteEndpoint, deleteEndpoint } from './delete-endpoint.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
  await rig.putEndpoint();
  for (const name of ['blue', 'green']) {
    await rig.putDeployment(name);
    await rig.serve(name);
  }
});
afterEach(() => rig.close());

const removeDeployment = async (name: string, change: Partial<DeleteDeployment> = {}) =>
  deleteDeployment(rig.parts, {
    ...caller,
    endpointUid: (await rig.endpoint()).uid,
    name,
    condition: {},
    ...change,
  });
const removeEndpoint = (change: Partial<DeleteEndpoint> = {}) =>
  deleteEndpoint(rig.parts, { ...caller, workspace, name: 'churn', condition: {}, ...change });

describe('deleting a deployment', () => {
  test('marks it and opens an operation', async () => {
    const operation = await removeDeployment('Blue');
    const blue = await rig.deployment('blue');
    expect(blue).toMatchObject({ deleting: true, generation: 2, observedGeneration: 1 });
    expect(operation).toMatchObject({ id: `od:${blue.uid}:2`, verb: 'delete', endedAt: null });
    const [entry] = await rig.parts.store.rows.history.list(caller.objectId, { limit: 1 });
    expect(entry).toMatchObject({
      verb: 'delete',
      deployment: 'blue',
      operationId: operation?.id,
      before: { sku: { capacity: 2 } },
      after: null,
    });
  });

  test('once more is harmless and answers with the same operation', async () => {
    const operation = await removeDeployment('blue');
    expect(await removeDeployment('blue')).toEqual(operation);
    expect((await rig.deployment('blue')).generation).toBe(2);
  });

  test.each([100, 0.01])('is refused while it takes %d percent of live traffic', async (percent) => {
    const green = percent === 100 ? {} : { green: 100 - percent };
    await rig.putEndpoint({ traffic: { blue: percent, ...green } });
    await expect(removeDeployment('blue')).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(`takes ${percent} percent of live traffic; set its traffic to 0`),
    });
    expect((await rig.deployment('blue')).deleting).toBe(false);
  });

  test('ends what is mirrored to it', async () => {
    await rig.putEndpoint({ traffic: { blue: 100 }, mirror: { green: 10 } });
    const before = await rig.endpoint();
    await removeDeployment('green');
    const after = await rig.endpoint();
    expect(after.spec).toEqual({ ...before.spec, mirror: {} });
    expect(after.generation).toBe(before.generation + 1);
  });

  test('leaves what is mirrored to another', async () => {
    await rig.putEndpoint({ mirror: { green: 10 } });
    const before = await rig.endpoint();
    await removeDeployment('blue');
    expect(await rig.endpoint()).toEqual(before);
  });

  test('is nothing when there is none', async () => {
    expect(await removeDeployment('red')).toBeUndefined();
    expect(await removeDeployment('blue', { endpointUid: 'gone' })).toBeUndefined();
  });

  test('is refused when somebody changed it meanwhile', async () => {
    await expect(removeDeployment('blue', { condition: { ifMatch: '"7"' } })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
  });

  test('with the name of a member of every JavaScript object works as with any other', async () => {
    await rig.putDeployment('constructor');
    const before = await rig.endpoint();
    expect(await removeDeployment('constructor')).toMatchObject({ verb: 'delete' });
    expect(await rig.endpoint()).toEqual(before);
  });
});

describe('deleting an endpoint', () => {
  test('marks it and all its deployments, live traffic or not', async () => {
    await rig.putEndpoint({ traffic: { blue: 100 } });
    const operation = await removeEndpoint({ name: 'Churn' });
    const endpoint = await rig.endpoint();
    expect(endpoint).toMatchObject({ deleting: true, generation: 3 });
    expect(operation).toMatchObject({ id: `oe:${endpoint.uid}:3`, verb: 'delete' });
    for (const name of ['blue', 'green']) expect((await rig.deployment(name)).deleting).toBe(true);
  });

  test('once more is harmless and answers with the same operation', async () => {
    const operation = await removeEndpoint();
    expect(await removeEndpoint()).toEqual(operation);
    expect((await rig.endpoint()).generation).toBe(2);
  });

  test('leaves alone a deployment that is on its way out already', async () => {
    await removeDeployment('blue');
    const blue = await rig.deployment('blue');
    await removeEndpoint();
    expect(await rig.deployment('blue')).toEqual(blue);
  });

  test('is nothing when there is none in this workspace', async () => {
    expect(await removeEndpoint({ name: 'other' })).toBeUndefined();
    expect(await removeEndpoint({ workspace: { ...workspace, uid: 'other' } })).toBeUndefined();
    expect((await rig.endpoint()).deleting).toBe(false);
  });

  test('is refused when somebody changed it meanwhile', async () => {
    await expect(removeEndpoint({ condition: { ifMatch: '"7"' } })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    for (const name of ['blue', 'green']) expect((await rig.deployment(name)).deleting).toBe(false);
  });
});
