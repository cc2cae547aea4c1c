import { expect, test } from 'vitest';
import type { DomainError } from '../domain/errors.ts';
import type { Store } from '../domain/store.ts';
import { change, deployment, endpoint, fill, operation, workspace } from './rows.suite.ts';

type Using = () => { readonly store: Store };

/** How the loser of a race hears of it. */
export const lost: Partial<DomainError> = { code: 'precondition-failed' };

/** What becomes of two who change the same rows. */
export function races(using: Using): void {
  test.each([0, 1, 3])('an endpoint at version 1 is not replaced by version %d', async (version) => {
    const { rows } = using().store;
    await fill(rows);
    const stale = { ...endpoint, version, generation: 99 };
    await expect(rows.endpoints.save(stale)).rejects.toMatchObject({
      ...lost,
      message: expect.stringContaining("endpoint 'churn' was changed by somebody else"),
    });
    expect(await rows.endpoints.get('E')).toEqual(endpoint);
  });

  test.each([0, 1, 3])('a deployment at version 1 is not replaced by version %d', async (version) => {
    const { rows } = using().store;
    await fill(rows);
    const stale = { ...deployment, version, generation: 99 };
    await expect(rows.deployments.save(stale)).rejects.toMatchObject({
      ...lost,
      message: expect.stringContaining("deployment 'blue' was changed by somebody else"),
    });
    expect(await rows.deployments.get('D')).toEqual(deployment);
  });

  test('the version that follows replaces the row', async () => {
    const { rows } = using().store;
    await fill(rows);
    await rows.endpoints.save({ ...endpoint, version: 2, observedGeneration: 3 });
    await rows.deployments.save({ ...deployment, version: 2, failure: null, servingRevision: null });
    expect(await rows.endpoints.get('E')).toEqual({ ...endpoint, version: 2, observedGeneration: 3 });
    expect(await rows.deployments.get('D')).toMatchObject({
      version: 2,
      failure: null,
      servingRevision: null,
    });
  });

  test('what is gone is not replaced', async () => {
    const { rows } = using().store;
    await fill(rows);
    await rows.deployments.remove('D');
    await expect(rows.deployments.save({ ...deployment, version: 2 })).rejects.toMatchObject(lost);
  });

  test('a name is taken once, whatever its case', async () => {
    const { rows } = using().store;
    await fill(rows);
    await expect(rows.endpoints.save({ ...endpoint, uid: 'E2', name: 'CHURN' })).rejects.toMatchObject(lost);
    await expect(rows.deployments.save({ ...deployment, uid: 'D2', name: 'Blue' })).rejects.toMatchObject(
      lost,
    );
    await expect(rows.workspaces.add({ ...workspace, uid: 'W2', name: 'SPACE' })).rejects.toThrow();
  });

  test('of many who change the same row at once, one wins', async () => {
    const { store } = using();
    await fill(store.rows);
    const bump = () =>
      store.change(async (rows) => {
        const before = await rows.endpoints.get('E');
        await rows.endpoints.save({ ...endpoint, version: 2, generation: (before?.generation ?? 0) + 1 });
      });
    const results = await Promise.allSettled([bump(), bump(), bump()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.rows.endpoints.get('E')).toMatchObject({ version: 2, generation: 4 });
  });
}

/** What becomes of several writes that belong together. */
export function transactions(using: Using): void {
  test('a change is returned from and kept', async () => {
    const { store } = using();
    const answer = await store.change(async (rows) => {
      await rows.workspaces.add(workspace);
      return rows.workspaces.list();
    });
    expect(answer).toEqual([workspace]);
    expect(await store.rows.workspaces.list()).toEqual([workspace]);
  });

  test('a change that throws in the middle leaves nothing', async () => {
    const { store } = using();
    const work = store.change(async (rows) => {
      await fill(rows);
      await rows.operations.open(operation);
      await rows.history.append(change);
      throw new Error('the middle');
    });
    await expect(work).rejects.toThrow('the middle');
    expect(await store.rows.workspaces.list()).toEqual([]);
    expect(await store.rows.endpoints.list()).toEqual([]);
    expect(await store.rows.revisions.list()).toEqual([]);
    expect(await store.rows.operations.get(operation.id)).toBeUndefined();
    expect(await store.rows.history.chain(0, 10)).toEqual([]);
    expect(await store.rows.history.length()).toBe(0);
  });

  test('a lost race in a change takes the rest of the change back', async () => {
    const { store } = using();
    await fill(store.rows);
    const work = store.change(async (rows) => {
      await rows.endpoints.save({ ...endpoint, version: 2 });
      await rows.deployments.save({ ...deployment, version: 7 });
    });
    await expect(work).rejects.toMatchObject(lost);
    expect(await store.rows.endpoints.get('E')).toEqual(endpoint);
  });

  test('the store goes on after a change that failed', async () => {
    const { store } = using();
    await store.change(() => Promise.reject(new Error('no'))).catch(() => undefined);
    await store.change((rows) => rows.workspaces.add(workspace));
    expect(await store.rows.workspaces.list()).toEqual([workspace]);
  });

  test('the rows of a change are dead after it', async () => {
    const { store } = using();
    const kept = await store.change(async (rows) => rows);
    await expect(kept.workspaces.add(workspace)).rejects.toThrow();
    expect(await store.rows.workspaces.list()).toEqual([]);
  });
}
