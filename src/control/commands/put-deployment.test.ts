import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeploymentSpec } from '../../domain/deployment.ts';
import { differences } from '../../domain/history.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import type { PutDeployment } from './put-deployment.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
  await rig.putEndpoint();
});
afterEach(() => rig.close());

const revisions = async () => rig.parts.store.rows.revisions.list((await rig.deployment('blue')).uid);

describe('a new deployment', () => {
  test('is at generation 1, has revision 1 and an operation that is under way', async () => {
    const { deployment, operation, created } = await rig.putDeployment('Blue');
    expect(created).toBe(true);
    expect(deployment).toMatchObject({
      name: 'blue',
      generation: 1,
      observedGeneration: 0,
      targetRevision: 1,
      servingRevision: null,
      createdBy: 'ann',
    });
    expect(operation).toMatchObject({ id: `od:${deployment.uid}:1`, verb: 'create', endedAt: null });
    expect(await rig.deployment('blue')).toEqual(deployment);
    expect(await revisions()).toMatchObject([
      { number: 1, run: { code: { script: 'score.py' }, model: null, instanceType: 'local' } },
    ]);
  });

  test('is refused when the endpoint has 20', async () => {
    for (let number = 0; number < 20; number++) await rig.putDeployment(`blue-${number}`);
    await expect(rig.putDeployment('green')).rejects.toMatchObject({
      code: 'bad-argument',
      message: 'The endpoint has 20 deployments already; at most 20 are allowed.',
    });
    await rig.putDeployment('blue-1', { instanceCount: 1 });
  });

  test('needs code', async () => {
    for (const [change, more] of [
      [{ code: null }, {}],
      [{}, { code: null }],
    ] as const) {
      await expect(rig.putDeployment('blue', change, more)).rejects.toMatchObject({
        code: 'bad-argument',
        target: 'code_configuration',
      });
    }
  });

  test('needs an endpoint that is there to stay', async () => {
    await expect(rig.putDeployment('blue', {}, { endpointUid: 'gone' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await deleteEndpoint(rig.parts, { ...caller, workspace, name: 'churn', condition: {} });
    await expect(rig.putDeployment('blue')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a changed deployment', () => {
  test('keeps its revision when nothing that runs has changed', async () => {
    const { deployment: before } = await rig.putDeployment('blue');
    for (const change of [
      {},
      { instanceCount: 5 },
      { requestSettings: { timeoutMs: 9000, maxConcurrentPerInstance: 4, maxQueueWaitMs: 0 } },
      { description: 'New.', tags: { a: 'b' }, appInsights: true },
    ]) {
      await rig.putDeployment('blue', change, { actor: 'ben' });
    }
    expect(await rig.deployment('blue')).toMatchObject({
      uid: before.uid,
      generation: 5,
      targetRevision: 1,
      createdBy: 'ann',
      modifiedBy: 'ben',
    });
    expect(await revisions()).toHaveLength(1);
  });

  test.each<[string, Partial<DeploymentSpec>, Partial<PutDeployment>]>([
    ['script', { code: { id: 'code', script: 'lib/more.py' } }, {}],
    ['environment variables', { environmentVariables: { A: '1' } }, {}],
    ['instance type', { instanceType: 'Standard_DS3_v2' }, {}],
    ['mount path', { modelMountPath: '/models' }, {}],
    ['environment', {}, { environment: { image: null, condaFile: 'dependencies: [numpy]' } }],
  ])('gets a new revision with another %s, and the old one goes on serving', async (_, change, more) => {
    await rig.putDeployment('blue');
    await rig.serve('blue');
    await rig.putDeployment('blue', change, more);
    expect(await rig.deployment('blue')).toMatchObject({
      generation: 2,
      observedGeneration: 1,
      targetRevision: 2,
      servingRevision: 1,
    });
    expect((await revisions()).map(({ number }) => number)).toEqual([1, 2]);
  });

  test('gets a new revision with other code', async () => {
    await rig.putDeployment('blue');
    const code = await rig.addCode('2', { 'score.py': 'def run(x): return 2' });
    await rig.putDeployment('blue', {}, { code });
    expect((await rig.deployment('blue')).targetRevision).toBe(2);
  });

  test('keeps its revision with the same code uploaded again and its variables in another order', async () => {
    await rig.putDeployment('blue', { environmentVariables: { A: '1', B: '2' } });
    const code = await rig.addCode('2', { 'lib/more.py': '', 'score.py': 'def run(x): return x' });
    await rig.putDeployment('blue', { environmentVariables: { B: '2', A: '1' } }, { code });
    expect((await rig.deployment('blue')).targetRevision).toBe(1);
  });

  test('never reuses the number of a revision', async () => {
    for (const value of ['1', '2', '1'])
      await rig.putDeployment('blue', { environmentVariables: { A: value } });
    expect((await rig.deployment('blue')).targetRevision).toBe(3);
  });

  test('gets a new revision after a failure, even unchanged', async () => {
    await rig.putDeployment('blue');
    await rig.fail('blue');
    await rig.putDeployment('blue');
    expect((await rig.deployment('blue')).targetRevision).toBe(2);
    await rig.serve('blue');
    await rig.putDeployment('blue', { instanceCount: 3 });
    expect((await rig.deployment('blue')).targetRevision).toBe(2);
  });

  test.each([{ ifMatch: '"7"' }, { ifNoneMatch: '*' }])(
    'stays as it was when %j does not hold',
    async (condition) => {
      const { deployment } = await rig.putDeployment('blue');
      const change = { environmentVariables: { A: '1' } };
      await expect(rig.putDeployment('blue', change, { condition })).rejects.toMatchObject({
        code: 'precondition-failed',
      });
      expect(await rig.deployment('blue')).toEqual(deployment);
      expect(await revisions()).toHaveLength(1);
    },
  );

  test('is a conflict while it is being deleted', async () => {
    await rig.putDeployment('blue');
    const { uid } = await rig.endpoint();
    await deleteDeployment(rig.parts, { ...caller, endpointUid: uid, name: 'blue', condition: {} });
    await expect(rig.putDeployment('blue')).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('history tells that an environment variable changed, but never holds a value', async () => {
  await rig.putDeployment('blue', { environmentVariables: { PASSWORD: 'hunter-2' } });
  await rig.putDeployment('blue', { environmentVariables: { PASSWORD: 'hunter-3' } });
  const entries = await rig.parts.store.rows.history.list(caller.objectId, { limit: 10 });
  const [{ before, after } = { before: null, after: null }] = entries;
  expect(entries[0]?.verb).toBe('update');
  expect(differences(before, after).map(({ path }) => path)).toEqual([
    'etag',
    'properties.environmentVariables.PASSWORD',
    'revision',
  ]);
  expect(JSON.stringify(entries)).not.toContain('hunter');
});
