import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deployment } from '../../domain/deployment.ts';
import type { Store } from '../../domain/store.ts';
import { caller, makeRig, type Rig } from '../commands/rig.suite.ts';
import type { Parts } from '../parts.ts';
import { readTable } from '../publish/shelf.ts';
import { createPublisher } from '../publisher.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';

/**
 * Control dies at every single transaction of its work, right before it or right after it; the next control process
 * over the same store, driver and table finishes what was under way.
 */
describe('a control process that dies at any transaction', () => {
  let rig: Rig;
  let doors: string;
  const running: Reconciler[] = [];
  /** Instances that were stopped while the routers' table still had them. */
  const betrayed: string[] = [];

  beforeEach(async () => {
    betrayed.length = 0;
    rig = await makeRig({ state: 'built', python: 'python3', warnings: [] });
    doors = await mkdtemp(join(tmpdir(), 'doors-'));
  });
  afterEach(async () => {
    for (const reconciler of running.splice(0)) await reconciler.close();
    for (const { id } of await rig.parts.driver.list()) await rig.parts.driver.stop(id, 0);
    await rig.close();
    await rm(doors, { recursive: true });
  });

  const begin = (parts: Parts): Reconciler => {
    const driver: Parts['driver'] = {
      ...parts.driver,
      stop: async (id, graceMs) => {
        const table = await readTable(doors);
        if (JSON.stringify(table ?? '').includes(id)) betrayed.push(id);
        await parts.driver.stop(id, graceMs);
      },
    };
    const reconciler = createReconciler(
      { ...parts, driver, clock: { now: () => Date.now() } },
      createPublisher(doors),
    );
    running.push(reconciler);
    return reconciler;
  };

  const settled = async (count: number): Promise<Deployment> => {
    for (let waited = 0; waited < 60_000; waited += 20) {
      const deployment = await rig.deployment('blue');
      const rows = await rig.parts.store.rows.instances.list();
      const alive = (await rig.parts.driver.list()).filter((instance) => instance.alive);
      const done = deployment.observedGeneration === deployment.generation;
      if (done && rows.length === count && alive.length === count) return deployment;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('it never settled');
  };

  /** What the history says of the switches, newest first: one for each, wherever control died. */
  const switches = async () => {
    const entries = await rig.parts.store.rows.history.list(caller.objectId, { limit: 20 });
    return entries.filter(({ verb }) => verb === 'switch').map(({ after }) => after);
  };

  // Neither story has more transactions than these.
  const steps = [1, 2, 3, 4, 5, 6].flatMap((at) => [['before', at] as const, ['after', at] as const]);

  test.each(steps)('a create goes on after a death %s transaction %i', async (when, at) => {
    await rig.putEndpoint();
    await rig.putDeployment('blue', { instanceCount: 2 });
    const mortal = dying(rig.parts.store, when, at);
    const first = begin({ ...rig.parts, store: mortal.store });
    await mortal.dead(first);
    begin(rig.parts);
    const deployment = await settled(2);
    expect(deployment).toMatchObject({ servingRevision: 1, failure: null });
    expect(await switches()).toEqual([{ servingRevision: 1 }]);
  });

  test.each(steps)('an update goes on after a death %s transaction %i', async (when, at) => {
    await rig.putEndpoint();
    await rig.putDeployment('blue', { instanceCount: 1 });
    const healthy = begin(rig.parts);
    await settled(1);
    await healthy.close();
    await rig.putDeployment('blue', { instanceCount: 1, environmentVariables: { A: '2' } });
    const mortal = dying(rig.parts.store, when, at);
    const second = begin({ ...rig.parts, store: mortal.store });
    await mortal.dead(second);
    begin(rig.parts);
    const deployment = await settled(1);
    expect(deployment).toMatchObject({ servingRevision: 2, failure: null });
    const [instance] = (await rig.parts.driver.list()).filter(({ alive }) => alive);
    expect(instance?.revision).toBe(2);
    expect(betrayed).toEqual([]);
    expect(await switches()).toEqual([{ servingRevision: 2 }, { servingRevision: 1 }]);
  });
});

/** A store whose process dies at its n-th transaction: what came before is kept, nothing more gets through. */
function dying(store: Store, when: 'before' | 'after', at: number) {
  let count = 0;
  let dead = false;
  const refuse = (): never => {
    throw new Error('the process is dead');
  };
  const mortal: Store = {
    get rows() {
      return dead ? refuse() : store.rows;
    },
    change: async (work) => {
      if (dead) return refuse();
      count += 1;
      if (count < at) return store.change(work);
      dead = true;
      if (when === 'after') await store.change(work);
      return refuse();
    },
    close: store.close,
  };
  return {
    store: mortal,
    /** Resolves when it has died, or had nothing left to die at; a dead process begins nothing more. */
    dead: async (reconciler: Reconciler): Promise<void> => {
      for (let waited = 0; !dead && waited < 1500; waited += 10)
        await new Promise((resolve) => setTimeout(resolve, 10));
      dead = true;
      await reconciler.close();
    },
  };
}
