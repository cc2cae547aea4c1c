import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';
import { planUndo, type UndoTraffic, undoTraffic } from './undo-traffic.ts';

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

const undo = async (more: Partial<UndoTraffic> = {}) =>
  undoTraffic(rig.parts, { ...caller, uid: (await rig.endpoint()).uid, condition: {}, ...more });
const shares = async () => {
  const { traffic, mirror } = (await rig.endpoint()).spec;
  return { traffic, mirror };
};
const removeDeployment = async (name: string) =>
  deleteDeployment(rig.parts, {
    ...caller,
    endpointUid: (await rig.endpoint()).uid,
    name,
    condition: {},
  });
/** As after the turns of the reconciler that end a deployment. */
const vanish = async (name: string) => {
  await removeDeployment(name);
  await rig.parts.store.rows.deployments.remove((await rig.deployment(name)).uid);
};
const canary = { traffic: { blue: 90, green: 10 } };
const stable = { traffic: { blue: 100 } };
const mirrored = { ...stable, mirror: { green: 20 } };

describe('undo', () => {
  test('puts back the traffic from before, as a change with a record of its own', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    const before = await rig.endpoint();
    const { endpoint, operation, created } = await undo({ actor: 'ben', reason: 'p99 doubled' });
    expect(created).toBe(false);
    expect(endpoint.spec).toEqual({ ...before.spec, ...stable, mirror: {} });
    expect(endpoint).toMatchObject({ generation: before.generation + 1, modifiedBy: 'ben' });
    expect(operation).toMatchObject({ id: `oe:${endpoint.uid}:${endpoint.generation}`, verb: 'update' });
    const [entry] = await rig.parts.store.rows.history.list(caller.objectId, { limit: 1 });
    expect(entry).toMatchObject({
      verb: 'undo',
      who: 'ben',
      reason: 'p99 doubled',
      operationId: operation.id,
      shares: { before: { ...canary, mirror: {} }, after: { ...stable, mirror: {} } },
    });
  });

  test('goes back over changes of other things, which stay', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    await rig.putEndpoint({ ...canary, description: 'Later.' });
    await rig.putDeployment('green', { instanceCount: 3 });
    await undo();
    expect((await rig.endpoint()).spec).toMatchObject({ ...stable, description: 'Later.' });
    expect((await rig.deployment('green')).spec.instanceCount).toBe(3);
  });

  test('twice leads back to where one was', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    await undo();
    await undo();
    expect(await shares()).toEqual({ ...canary, mirror: {} });
  });

  test('puts back a mirror as well', async () => {
    await rig.putEndpoint(mirrored);
    await rig.putEndpoint({ traffic: { blue: 80, green: 20 } });
    await undo();
    expect(await shares()).toEqual(mirrored);
  });

  test('of a stop starts it again, and stops it again: that was wanted once', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint();
    await undo();
    expect(await shares()).toEqual({ ...stable, mirror: {} });
    await undo();
    expect(await shares()).toEqual({ traffic: {}, mirror: {} });
  });

  test('is planned without a change', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    const before = await rig.endpoint();
    const plan = await planUndo(rig.parts.store.rows, { uid: before.uid, condition: {} });
    expect(plan).toMatchObject({ before: canary, after: stable, undone: { verb: 'update' } });
    expect(await rig.endpoint()).toEqual(before);
  });
});

describe('undo is refused', () => {
  const refused = async (code: string, message: string | RegExp, more: Partial<UndoTraffic> = {}) => {
    const before = await rig.endpoint();
    const length = await rig.parts.store.rows.history.length();
    await expect(undo(more)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await rig.endpoint()).toEqual(before);
    expect(await rig.parts.store.rows.history.length()).toBe(length);
  };

  test('when the traffic was never changed', async () => {
    await rig.putEndpoint({ description: 'No traffic.' });
    await refused('conflict', "'churn' has no earlier traffic to put back: its traffic was never changed");
  });

  test('when there was none before: it would only stop the endpoint', async () => {
    await rig.putEndpoint(stable);
    await refused('conflict', 'it had none before the last change');
  });

  test('when it names a deployment that is gone', async () => {
    await rig.putEndpoint(canary);
    await rig.putEndpoint(stable);
    await vanish('green');
    await refused(
      'conflict',
      'The earlier traffic "blue=90 green=10" cannot be put back: \'green\' was deleted since.',
    );
  });

  test('when it names one that is going', async () => {
    await rig.putEndpoint(canary);
    await rig.putEndpoint(stable);
    await removeDeployment('green');
    await refused('conflict', "'green' was deleted since");
  });

  test('when there is a new one of the name, which nobody has approved', async () => {
    await rig.putEndpoint(canary);
    await rig.putEndpoint(stable);
    await vanish('green');
    await rig.putDeployment('green');
    await rig.serve('green');
    await refused('conflict', "'green' was deleted since");
    await rig.putEndpoint(canary);
    await undo();
    expect(await shares()).toEqual({ ...stable, mirror: {} });
  });

  test('when the mirror ended with its deployment', async () => {
    await rig.putEndpoint(mirrored);
    await vanish('green');
    await refused('conflict', /"blue=100" with mirror_traffic "green=20" cannot .* 'green' was deleted/);
  });

  test('when somebody changed the endpoint meanwhile', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    await refused('precondition-failed', 'changed meanwhile', { condition: { ifMatch: '"1"' } });
  });

  test('while the endpoint is being deleted, and for another one of its name', async () => {
    await rig.putEndpoint(stable);
    await rig.putEndpoint(canary);
    await deleteEndpoint(rig.parts, { ...caller, workspace, name: 'churn', condition: {} });
    await refused('conflict', 'is being deleted');
    await rig.parts.store.rows.deployments.remove((await rig.deployment('blue')).uid);
    await rig.parts.store.rows.deployments.remove((await rig.deployment('green')).uid);
    await rig.parts.store.rows.endpoints.remove((await rig.endpoint()).uid);
    await rig.putEndpoint();
    await refused('conflict', 'its traffic was never changed');
    await expect(undo({ uid: 'gone' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
