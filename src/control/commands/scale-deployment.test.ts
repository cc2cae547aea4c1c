import { afterEach, beforeEach, expect, test } from 'vitest';
import { noMemory, type OwnPolicy } from '../../domain/autoscale/ports.ts';
import { createRecent } from '../autoscale/recent.ts';
import { type Target, targetsOf } from '../autoscale/targets.ts';
import { lookAt } from '../autoscale/turn.ts';
import { putOwnAutoscale } from './put-own-autoscale.ts';
import { caller, makeRig, type Rig } from './rig.suite.ts';

let rig: Rig;
let nudged: string[];
beforeEach(async () => {
  rig = await makeRig();
  nudged = [];
  await rig.putEndpoint();
  await rig.putDeployment('blue');
  await rig.serve('blue');
});
afterEach(() => rig.close());

const policy: OwnPolicy = {
  perInstance: 1,
  minimum: 3,
  maximum: 4,
  outMs: 3000,
  inMs: 30_000,
  idleMs: 60_000,
  hold: { limit: 1, waitMs: 1000 },
};

async function set(change: OwnPolicy | null): Promise<void> {
  const { uid } = await rig.deployment('blue');
  await putOwnAutoscale(rig.parts, { ...caller, endpoint: 'churn', deploymentUid: uid, policy: change });
}

async function target(): Promise<Target> {
  const [found] = await targetsOf(rig.parts.store.rows);
  if (found === undefined) throw new Error('Nothing is governed.');
  return found;
}

function look(at: Target, busy = 0) {
  const reader = {
    window: async () => [],
    looks: async (_endpoint: string, _deployment: string, { to }: { to: number }) =>
      Array.from({ length: 3 }, (_, ago) => ({ at: to - 1 - (2 - ago) * 1000, busy })),
  };
  const idOf = async () => '/d/blue';
  const means = { reader, recent: createRecent(reader), idOf, nudge: (uid: string) => void nudged.push(uid) };
  return lookAt(rig.parts, means, at, { trusted: true, waiting: null });
}

test("a change is an update like a person's: generation, history with who and why, and what is remembered", async () => {
  await set(policy);
  const before = await rig.deployment('blue');
  await look(await target());
  const after = await rig.deployment('blue');
  expect([after.spec.instanceCount, after.generation]).toEqual([3, before.generation + 1]);
  expect(after.modifiedBy).toBe('autoscale');
  const [entry] = await rig.parts.store.rows.history.list('/d/blue', { limit: 1 });
  expect(entry).toMatchObject({ who: 'autoscale', reason: '2 is less than the minimum, 3', verb: 'update' });
  const [governed] = await rig.parts.store.rows.autoscale.governed([after.uid]);
  expect(governed?.memory).toMatchObject({ seen: 3, changed: { who: 'autoscale' } });
  expect(nudged).toHaveLength(1);
});

test('nothing is done while somebody else is at it', async () => {
  await set(policy);
  await rig.putDeployment('blue', { tags: { a: 'b' } });
  const { generation } = await rig.deployment('blue');
  const memory = await look(await target());
  expect(memory?.decisions.at(-1)).toMatchObject({ verdict: 'waits', why: 'the deployment is Updating' });
  expect((await rig.deployment('blue')).generation).toBe(generation);
  await rig.fail('blue');
  expect((await look(await target()))?.decisions.at(-1)?.why).toBe('the deployment is Failed');
});

test('a policy that was changed or ended meanwhile is not followed, and stays as it was made', async () => {
  await set(policy);
  const stale = await target();
  await set({ ...policy, minimum: 1 });
  await look(stale);
  expect((await rig.deployment('blue')).spec.instanceCount).toBe(2);
  const [changed] = await rig.parts.store.rows.autoscale.governed();
  expect(changed).toMatchObject({ policy: { minimum: 1 }, memory: noMemory });
  await set(null);
  await look(stale);
  expect((await rig.parts.store.rows.autoscale.governed())[0]).toMatchObject({ policy: null });
  expect((await rig.deployment('blue')).spec.instanceCount).toBe(2);
});

test('what waits and runs brings instances, up to the maximum', async () => {
  await set({ ...policy, minimum: 1 });
  await look(await target(), 9);
  expect((await rig.deployment('blue')).spec.instanceCount).toBe(4);
});
