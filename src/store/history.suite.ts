import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { flawOf, type HistoryRecord, origin } from '../domain/history.ts';
import type { Store } from '../domain/store.ts';
import { change } from './rows.suite.ts';

type Using = () => { readonly store: Store };

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** The chain of records: it comes back as it was written, and holds. */
export function chains(using: Using): void {
  const append = (more: Partial<HistoryRecord> = {}) =>
    using().store.change((rows) => rows.history.append({ ...change, ...more }));
  const id = change.objectId;
  const second: Partial<HistoryRecord> = {
    operationId: null,
    reason: null,
    shares: null,
    before: null,
    after: null,
    at: 1,
    deployment: 'blue',
    verb: 'delete',
  };

  test('records come back newest first, whatever the case of the id', async () => {
    const { history } = using().store.rows;
    const first = await append();
    await append({ endpoint: { id: '/other', uid: 'O' } });
    await append({ endpoint: null });
    const last = await append(second);
    expect(first).toMatchObject({ ...change, sequence: 1, previousHash: origin });
    expect(last).toMatchObject({ ...change, ...second, sequence: 4 });
    expect(await history.list(id.toUpperCase(), { limit: 9 })).toEqual([last, first]);
    expect(await history.list(id, { limit: 1 })).toEqual([last]);
    expect(await history.list(id, { limit: 9, before: 4 })).toEqual([first]);
    expect(await history.list(id, { limit: 9, deployment: 'Blue' })).toEqual([last]);
    expect(await history.list('none', { limit: 9 })).toEqual([]);
  });

  test('every link holds, whosoever it is about', async () => {
    for (const more of [{}, second, { endpoint: null }]) await append(more);
    const { history } = using().store.rows;
    const links = await history.chain(0, 9);
    expect(links).toHaveLength(3);
    expect(await history.length()).toBe(3);
    expect(await history.chain(1, 1)).toEqual([links[1]]);
    let last = { sequence: 0, hash: origin };
    for (const link of links) {
      expect(flawOf(last, link, hash)).toBeUndefined();
      last = link;
    }
  });

  test('changes of traffic and deletions are found by the endpoint that they are of', async () => {
    const first = await append();
    const next = await append({ verb: 'undo' });
    await append({ shares: null });
    await append(second);
    await append({ endpoint: { id, uid: 'E2' } });
    const { history } = using().store.rows;
    expect(await history.trafficMoves('E', 9)).toEqual([next, first]);
    expect(await history.trafficMoves('E', 1)).toEqual([next]);
    expect(await history.deletedSince('E', first.sequence)).toEqual(['blue']);
    expect(await history.deletedSince('E', 4)).toEqual([]);
    expect(await history.deletedSince('E2', 0)).toEqual([]);
  });
}
