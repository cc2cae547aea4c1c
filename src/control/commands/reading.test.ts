import { afterEach, describe, expect, test } from 'vitest';
import type { Instance } from '../../domain/instance.ts';
import type { EnvironmentStatus } from '../../domain/ports.ts';
import { failureReport } from './failure-report.ts';
import { progressOf } from './progress.ts';
import { readLogs } from './read-logs.ts';
import { caller, makeRig, type Rig } from './rig.suite.ts';

let rig: Rig;
afterEach(() => rig.close());

const begin = async (environment?: EnvironmentStatus) => {
  rig = await makeRig(environment);
  await rig.putEndpoint();
  return rig.putDeployment('blue');
};
const instance = async (id: string, change: Partial<Instance>) =>
  rig.parts.store.rows.instances.save({
    id,
    deploymentUid: (await rig.deployment('blue')).uid,
    revision: 1,
    state: 'starting',
    startedAt: 1,
    since: 1,
    reason: null,
    ...change,
  });

describe('the progress of', () => {
  test('a deployment is the last line of the build, then the instances that are ready', async () => {
    const building = await begin({ state: 'building', since: 1, lastLine: 'Resolved 7 packages' });
    expect(await progressOf(rig.parts, building.operation)).toEqual({
      step: 'building environment',
      detail: 'Resolved 7 packages',
    });
    await rig.close();
    const starting = await begin({ state: 'built', python: '/python', warnings: [] });
    await instance('i1', { state: 'ready' });
    await instance('i2', { state: 'starting' });
    await instance('i3', { state: 'ready', revision: 7 });
    expect(await progressOf(rig.parts, starting.operation)).toEqual({
      step: 'starting instances',
      detail: '1 of 2 ready',
    });
  });

  test('an endpoint is its way to the routers, and that of a removal the requests in flight', async () => {
    const { operation } = await begin();
    expect(await progressOf(rig.parts, { ...operation, object: 'endpoint' })).toMatchObject({
      step: 'publishing',
    });
    expect(await progressOf(rig.parts, { ...operation, verb: 'delete' })).toMatchObject({ step: 'stopping' });
  });

  test('what ended, or of which nothing is left, is none', async () => {
    const { operation } = await begin();
    expect(await progressOf(rig.parts, { ...operation, endedAt: 1 })).toBeNull();
    expect(await progressOf(rig.parts, { ...operation, objectUid: 'gone' })).toBeNull();
  });
});

describe('the log of', () => {
  /** Which instance's log is read; the driver says which one it was asked for. */
  const asked = async (id?: string) => {
    const parts = {
      ...rig.parts,
      driver: { ...rig.parts.driver, output: async (id: string) => ({ text: `of ${id}`, next: 0, lost: 0 }) },
    };
    const source = { container: 'inference-server', instance: id } as const;
    return readLogs(parts, await rig.deployment('blue'), { source, tail: 50 });
  };

  test('a deployment that never ran says where to look instead', async () => {
    await begin();
    expect(await asked()).toMatch(/^No instance of the deployment 'blue' .*storage-initializer/);
  });

  test('a deployment is that of a ready instance of the newest revision', async () => {
    await begin();
    await instance('old', { state: 'ready' });
    await instance('dead', { state: 'failed', revision: 2, since: 9 });
    await instance('new', { state: 'ready', revision: 2 });
    await instance('other', {
      state: 'ready',
      revision: 3,
      deploymentUid: (await rig.putDeployment('green')).deployment.uid,
    });
    expect(await asked()).toBe('of new');
    expect(await asked('old')).toBe('of old');
    await expect(asked('other')).rejects.toThrow("has no instance 'other' (any more); it has ");
  });

  test('a deployment without one is that of the instance that failed last', async () => {
    await begin();
    await instance('first', { state: 'failed', since: 1 });
    await instance('last', { state: 'failed', since: 3 });
    await instance('second', { state: 'failed', since: 2 });
    expect(await asked()).toBe('of last');
  });

  test('a build is that of the environment that is wanted now', async () => {
    const { deployment } = await begin({ state: 'failed', message: 'No.', at: 1 });
    expect(
      await readLogs(rig.parts, deployment, { source: { container: 'storage-initializer' }, tail: 50 }),
    ).toBe('{"tail":50} of {"image":null,"condaFile":null}');
  });

  test('a build that never was says so', async () => {
    const { deployment } = await begin();
    expect(
      await readLogs(rig.parts, deployment, { source: { container: 'storage-initializer' }, tail: 50 }),
    ).toBe("Nothing was built for the deployment 'blue' yet.");
  });
});

describe('a failure is reported', () => {
  test('with the end of the build log when the build failed', async () => {
    const { deployment } = await begin({ state: 'failed', message: 'No.', at: 1 });
    expect(await failureReport(rig.parts, deployment, { code: 'ImageBuildFailure', message: 'No.' })).toEqual(
      {
        code: 'ImageBuildFailure',
        message:
          'No.\nLast lines of its log (storage-initializer):\n{"tail":20} of {"image":null,"condaFile":null}',
      },
    );
  });

  test('with the end of the log of the instance otherwise, and what goes on serving', async () => {
    await begin();
    await rig.serve('blue');
    const { message } = await failureReport(rig.parts, await rig.deployment('blue'), {
      code: 'ResourceNotReady',
      message: 'No.',
    });
    expect(message).toMatch(
      /^No\. The version that was running goes on serving\.\nLast lines .*inference-server/,
    );
  });
});

test('operations are told apart by generation', async () => {
  const { operation } = await begin();
  const { operation: next } = await rig.putDeployment('blue', { instanceCount: 3 });
  expect(next.id).not.toBe(operation.id);
  expect(
    (await rig.parts.store.rows.history.list(caller.objectId, { limit: 10 })).map(
      ({ operationId }) => operationId,
    ),
  ).toEqual([next.id, operation.id, expect.stringMatching(/^oe:/)]);
});
