/** What a turn reads, with a real store, real instances of the fake driver and the publisher's real files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../domain/store.ts';
import { makeRig, type Rig } from '../commands/rig.suite.ts';
import { readTable } from '../publish/shelf.ts';
import { createPublisher, type Publisher } from '../publisher.ts';
import { createReconciler, type Reconciler } from './reconciler.ts';

let rig: Rig;
let doors: string;
let reconciler: Reconciler;
let publisher: Publisher;
/** Reads of every endpoint there is. */
let whole: number;
/** Endpoints that were read by themselves. */
let asked: string[];

beforeEach(async () => {
  rig = await makeRig({ state: 'built', python: 'python3', warnings: [] });
  doors = await mkdtemp(join(tmpdir(), 'scope-'));
  whole = 0;
  asked = [];
  const store = watched(rig.parts.store);
  publisher = createPublisher(doors);
  reconciler = createReconciler({ ...rig.parts, store, clock: { now: () => Date.now() } }, publisher);
});
afterEach(async () => {
  await reconciler.close();
  await publisher.close();
  for (const { id } of await rig.parts.driver.list()) await rig.parts.driver.stop(id, 0);
  await rig.close();
  await rm(doors, { recursive: true });
});

function watched(store: Store): Store {
  const { endpoints, ...others } = store.rows;
  const rows = {
    ...others,
    endpoints: {
      ...endpoints,
      list: (workspaceUid?: string) => {
        whole += 1;
        return endpoints.list(workspaceUid);
      },
      get: (uid: string) => {
        asked.push(uid);
        return endpoints.get(uid);
      },
    },
  };
  return { rows, change: store.change, close: store.close };
}

async function put(name: string): Promise<string> {
  const { endpoint } = await rig.putEndpoint({}, { name });
  const done = reconciler.settled(endpoint.uid, endpoint.generation, 60_000);
  reconciler.nudge(endpoint.uid);
  expect(await done).toBe(true);
  return endpoint.uid;
}

test('a nudge with a name reads and publishes that endpoint, and no other is lost', async () => {
  await put('churn');
  const first = whole;
  asked.length = 0;
  const uid = await put('other');
  expect(new Set(asked)).toEqual(new Set([uid]));
  // A sweep may have come in between, which is due every few seconds.
  expect(whole).toBeLessThanOrEqual(first + 1);
  const again = await put('churn');
  expect(again).not.toBe(uid);
  expect((await readTable(doors))?.endpoints.map(({ name }) => name).sort()).toEqual(['churn', 'other']);
});

test('an endpoint that is deleted leaves the table and the store, and its name is free again', async () => {
  await put('churn');
  const uid = await put('other');
  const row = await rig.parts.store.rows.endpoints.get(uid);
  if (row === undefined) throw new Error('it is gone already');
  await rig.parts.store.rows.endpoints.save({ ...row, deleting: true, version: row.version + 1 });
  reconciler.nudge(uid);
  while ((await rig.parts.store.rows.endpoints.get(uid)) !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await readTable(doors))?.endpoints.map(({ name }) => name)).toEqual(['churn']);
  await put('other');
  expect((await readTable(doors))?.endpoints).toHaveLength(2);
});

test('a deployment comes to serve by the news of its own instances', async () => {
  const uid = await put('churn');
  await rig.putDeployment('blue', { instanceCount: 2 });
  reconciler.nudge(uid);
  while ((await rig.deployment('blue')).observedGeneration !== 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const [churn] = (await readTable(doors))?.endpoints ?? [];
  expect(churn?.deployments[0]?.instances).toHaveLength(2);
});
