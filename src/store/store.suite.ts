import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rows, Store } from '../domain/store.ts';
import { autoscales } from './autoscale.suite.ts';
import { lost, races, transactions } from './changes.suite.ts';
import { chains } from './history.suite.ts';
import {
  codeVersion,
  container,
  deployment,
  endpoint,
  fill,
  instance,
  operation,
  revision,
  workspace,
} from './rows.suite.ts';

/** One empty store, and how to open it once more, or why that cannot be. */
export type StoreRig = {
  readonly store: Store;
  readonly again: (() => Promise<Store>) | string;
  close(): Promise<void>;
};

/** What every implementation of the store does. */
export function storeSuite(name: string, make: () => Promise<StoreRig>): void {
  describe(`${name} as a store`, () => {
    let rig: StoreRig;
    let rows: Rows;
    beforeEach(async () => {
      rig = await make();
      rows = rig.store.rows;
    });
    afterEach(() => rig.close());
    const using = () => rig;

    aggregates(using);
    assets(using);
    history(using);
    chains(using);
    autoscales(using);
    races(using);
    transactions(using);

    test('what is kept is still there for the next who opens it', async (context) => {
      if (typeof rig.again === 'string') return context.skip(rig.again);
      await fill(rows);
      await rig.store.close();
      const store = await rig.again();
      expect(await store.rows.endpoints.list()).toEqual([endpoint]);
      expect(await store.rows.deployments.list()).toEqual([deployment]);
      expect(await store.rows.revisions.list()).toEqual([{ ...revision, slot: expect.any(Number) }]);
      expect(await store.rows.instances.list()).toEqual([instance]);
      await store.close();
    });

    test('two who have it open see and guard each other', async (context) => {
      if (typeof rig.again === 'string') return context.skip(rig.again);
      await fill(rows);
      const other = await rig.again();
      await other.change((theirs) => theirs.endpoints.save({ ...endpoint, version: 2 }));
      expect(await rows.endpoints.get('E')).toMatchObject({ version: 2 });
      await expect(
        rig.store.change((ours) => ours.endpoints.save({ ...endpoint, version: 2 })),
      ).rejects.toMatchObject(lost);
      await other.close();
    });
  });
}

function aggregates(using: () => StoreRig): void {
  test('an empty store has nothing', async () => {
    const { rows } = using().store;
    expect(await rows.workspaces.list()).toEqual([]);
    expect(await rows.workspaces.find(workspace)).toBeUndefined();
    expect(await rows.endpoints.list()).toEqual([]);
    expect(await rows.endpoints.get('E')).toBeUndefined();
    expect(await rows.endpoints.find('churn')).toBeUndefined();
    expect(await rows.deployments.list()).toEqual([]);
    expect(await rows.deployments.get('D')).toBeUndefined();
    expect(await rows.deployments.find('E', 'blue')).toBeUndefined();
    expect(await rows.revisions.list()).toEqual([]);
    expect(await rows.instances.list()).toEqual([]);
  });

  test('a workspace comes back, whatever the case of its key', async () => {
    const { rows } = using().store;
    await rows.workspaces.add(workspace);
    expect(await rows.workspaces.list()).toEqual([workspace]);
    const key = { subscription: 's', resourceGroup: 'GROUP', name: 'space' };
    expect(await rows.workspaces.find(key)).toEqual(workspace);
  });

  test('an endpoint comes back, by uid, name and workspace', async () => {
    const { rows } = using().store;
    await rows.workspaces.add(workspace);
    await rows.endpoints.save(endpoint);
    expect(await rows.endpoints.get('E')).toEqual(endpoint);
    expect(await rows.endpoints.find('CHURN')).toEqual(endpoint);
    expect(await rows.endpoints.list('W')).toEqual([endpoint]);
    expect(await rows.endpoints.list('other')).toEqual([]);
    await rows.endpoints.remove('E');
    expect(await rows.endpoints.list()).toEqual([]);
  });

  test('a deployment comes back, and takes its revisions and instances along', async () => {
    const { rows } = using().store;
    await fill(rows);
    expect(await rows.deployments.get('D')).toEqual(deployment);
    expect(await rows.deployments.find('E', 'Blue')).toEqual(deployment);
    expect(await rows.deployments.list('E')).toEqual([deployment]);
    expect(await rows.deployments.list('other')).toEqual([]);
    await rows.deployments.remove('D');
    expect(await rows.deployments.list()).toEqual([]);
    expect(await rows.revisions.list()).toEqual([]);
    expect(await rows.instances.list()).toEqual([]);
  });

  test('every revision has a slot of its own, which nobody gets after it', async () => {
    const { rows } = using().store;
    await fill(rows);
    await rows.revisions.add({ ...revision, number: 2 });
    const before = await rows.revisions.list('D');
    expect(before.map(({ number }) => number)).toEqual([1, 2]);
    expect(before[0]).toEqual({ ...revision, slot: expect.any(Number) });
    await rows.deployments.remove('D');
    await rows.deployments.save(deployment);
    await rows.revisions.add(revision);
    const slots = [...before, ...(await rows.revisions.list('D'))].map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(3);
  });

  test('an instance comes back, changes and goes', async () => {
    const { rows } = using().store;
    await fill(rows);
    expect(await rows.instances.list()).toEqual([instance]);
    await rows.instances.save({ ...instance, state: 'ready', reason: null });
    expect(await rows.instances.list()).toEqual([{ ...instance, state: 'ready', reason: null }]);
    expect(await rows.instances.remove('i1')).toBe(instance.deploymentUid);
    expect(await rows.instances.remove('i1')).toBeUndefined();
    expect(await rows.instances.list()).toEqual([]);
  });

  test('a setting is replaced', async () => {
    const { settings } = using().store.rows;
    expect(await settings.get('a')).toBeUndefined();
    await settings.set('a', '1');
    await settings.set('a', '2');
    expect(await settings.get('a')).toBe('2');
  });
}

function assets(using: () => StoreRig): void {
  const filled = async () => {
    const { rows } = using().store;
    await rows.workspaces.add(workspace);
    await rows.assets.saveContainer(container);
    return rows.assets;
  };

  test('a container without versions has no latest and starts at 1', async () => {
    const rows = await filled();
    expect(await rows.container('W', 'codes', 'score')).toEqual({
      ...container,
      latest: null,
      next: '1',
      anonymous: false,
    });
    expect(await rows.containers('W', 'codes')).toHaveLength(1);
    expect(await rows.containers('W', 'models')).toEqual([]);
    expect(await rows.container('other', 'codes', 'score')).toBeUndefined();
  });

  test('a container is anonymous while every version of it is', async () => {
    const rows = await filled();
    await rows.saveVersion(codeVersion('1', { anonymous: true }));
    expect(await rows.container('W', 'codes', 'score')).toMatchObject({ anonymous: true });
    await rows.saveVersion(codeVersion('2', { anonymous: false }));
    expect(await rows.container('W', 'codes', 'score')).toMatchObject({ anonymous: false });
  });

  test('versions come back newest first, whatever their names and later changes', async () => {
    const rows = await filled();
    for (const version of ['9', '10', 'a']) await rows.saveVersion(codeVersion(version));
    await rows.saveVersion(codeVersion('9', { description: null, tags: { new: 'x' } }));
    expect((await rows.versions('C')).map(({ version }) => version)).toEqual(['a', '10', '9']);
    expect(await rows.version('C', '10')).toEqual(codeVersion('10'));
    expect(await rows.version('C', '9')).toMatchObject({ description: null, tags: { new: 'x' } });
    expect(await rows.version('C', '11')).toBeUndefined();
    expect(await rows.container('W', 'codes', 'score')).toMatchObject({ latest: 'a', next: '11' });
  });

  test('what is archived is not the latest as long as there is something else', async () => {
    const rows = await filled();
    await rows.saveVersion(codeVersion('1'));
    await rows.saveVersion(codeVersion('2', { archived: true }));
    expect(await rows.container('W', 'codes', 'score')).toMatchObject({ latest: '1', next: '3' });
    await rows.saveContainer({ ...container, archived: true });
    expect(await rows.container('W', 'codes', 'score')).toMatchObject({ archived: true, latest: '1' });
  });

  test('code is found by the hash of its content, in its workspace only', async () => {
    const rows = await filled();
    await rows.saveVersion(codeVersion('1'));
    await rows.saveVersion(codeVersion('2', { properties: {} }));
    expect(await rows.codesByHash('W', 'h1')).toEqual([codeVersion('1')]);
    expect(await rows.codesByHash('W', 'h2')).toEqual([]);
    expect(await rows.codesByHash('other', 'h1')).toEqual([]);
  });
}

function history(using: () => StoreRig): void {
  const failure = { code: 'ResourceNotReady', message: 'No.' };

  test('an operation is open until its generation, or a later one, is observed', async () => {
    const { operations } = using().store.rows;
    await operations.open(operation);
    expect(await operations.get(operation.id)).toEqual(operation);
    await operations.close('D', 1, null, 100);
    await operations.close('other', 9, null, 100);
    expect(await operations.get(operation.id)).toEqual(operation);
    await operations.close('D', 3, failure, 200);
    expect(await operations.get(operation.id)).toEqual({ ...operation, endedAt: 200, failure });
  });

  test('a closed operation is never written again', async () => {
    const { operations } = using().store.rows;
    await operations.open(operation);
    await operations.close('D', 2, failure, 100);
    await operations.close('D', 2, null, 200);
    expect(await operations.get(operation.id)).toEqual({ ...operation, endedAt: 100, failure });
    expect(await operations.get('od:D:9')).toBeUndefined();
  });
}
