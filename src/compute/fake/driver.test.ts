import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstanceOrder } from '../../domain/ports.ts';
import { type Behaviour, driverSuite, instance, type Rig, score } from '../driver.suite.ts';
import { createFakeDriver, type FakeDriver } from './driver.ts';

driverSuite('fake', async () => makeRig());

describe('the fake driver', () => {
  let rig: Rig & { readonly driver: FakeDriver };
  beforeEach(() => {
    rig = makeRig();
  });
  afterEach(() => rig.close());

  const ready = async (environmentVariables: InstanceOrder['environmentVariables']) => {
    await rig.driver.start({ ...rig.order('i1', { kind: 'echo' }), environmentVariables });
    await expect.poll(async () => (await instance(rig.driver, 'i1')).said?.kind).toBe('ready');
    return instance(rig.driver, 'i1');
  };

  test('echoes the input with the name of the deployment', async () => {
    const { address } = await ready({});
    const echoed = { endpoint: 'churn', deployment: 'blue', revision: 1, instance: 'i1' };
    expect(JSON.parse((await score(address, '{"x":1}')).body)).toEqual({ ...echoed, input: { x: 1 } });
    expect(JSON.parse((await score(address, 'plain')).body)).toEqual({ ...echoed, input: 'plain' });
  });

  test('answers with the status that FAKE_STATUS says, and stays healthy', async () => {
    const { address } = await ready({ FAKE_STATUS: '503' });
    expect((await score(address, '{}')).status).toBe(503);
    expect(await rig.driver.probe('i1', 2000)).toBe(true);
  });

  test('is unhealthy and does not score until FAKE_START_MS are over', async () => {
    const order = rig.order('i1', { kind: 'echo' });
    await rig.driver.start({ ...order, environmentVariables: { FAKE_START_MS: '60000' } });
    const { address, said } = await instance(rig.driver, 'i1');
    expect(said).toBeNull();
    expect(await rig.driver.probe('i1', 2000)).toBe(false);
    expect((await score(address, '{}')).status).toBe(503);
  });

  test('crashes by itself after FAKE_CRASH_AFTER_MS', async () => {
    await ready({ FAKE_CRASH_AFTER_MS: '50' });
    await expect
      .poll(async () => (await instance(rig.driver, 'i1')).exit)
      .toMatchObject({ signal: 'SIGKILL' });
  });
});

function makeRig(): Rig & { readonly driver: FakeDriver } {
  const runDir = mkdtempSync(join(tmpdir(), 'teal-fake-'));
  const driver = createFakeDriver({ runDir });
  return {
    driver,
    order,
    crash: driver.crash,
    restart: 'its instances live in the process of the driver and end with it',
    async close() {
      await driver.close();
      rmSync(runDir, { recursive: true, force: true });
    },
  };
}

function order(id: string, behaviour: Behaviour): InstanceOrder {
  return {
    id,
    endpoint: 'churn',
    deployment: 'blue',
    deploymentUid: 'd1',
    revision: 1,
    python: '/usr/bin/python3',
    code: { root: '/nowhere', leaf: 'onlinescoring', script: 'score.py' },
    model: null,
    modelMountPath: null,
    environmentVariables: variablesOf(behaviour),
    workerCount: 1,
    collector: null,
    cpus: null,
    memoryBytes: null,
  };
}

function variablesOf(behaviour: Behaviour): InstanceOrder['environmentVariables'] {
  switch (behaviour.kind) {
    case 'echo':
      return {};
    case 'slow':
      return { FAKE_SCORE_MS: String(behaviour.ms) };
    case 'fails':
      return { FAKE_FAIL_INIT: behaviour.message };
    default:
      return behaviour satisfies never;
  }
}
