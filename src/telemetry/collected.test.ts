import { expect, test } from 'vitest';
import type { InstanceCollection } from '../domain/metrics/ports.ts';
import { createCollected } from './collected.ts';
import type { Names } from './names.ts';
import type { Sums } from './sums.ts';

/** The two doors that it reads, open for one deployment and one instance. */
function scene(marks: ReadonlyMap<string, string> = new Map()) {
  let said: InstanceCollection[] = [];
  const names = { ofDeployment: () => ({ endpoint: 'churn', deployment: 'blue' }) } as unknown as Names;
  const list = async () => [{ id: 'i-1' }] as never;
  const collected = createCollected({ collected: async () => said, list }, names, marks);
  const kept = new Map(marks);
  const pending: Sums = new Map();
  return {
    kept,
    pending,
    /** What the instance has written by now; nothing when it cannot be read. */
    read: async (events: number | undefined, lost = 0) => {
      const drops = lost === 0 ? {} : { request: { queue_full: lost } };
      const one = { id: 'i-1', deploymentUid: 'D', events: { request: events ?? 0 }, drops };
      said = events === undefined ? [] : [one];
      await collected.read({ pending, totals: new Map() }, kept);
      return Object.fromEntries(pending.get('churn/blue/instance/i-1')?.counts ?? []);
    },
  };
}

test('counting begins with what there is, and goes on with what is added', async () => {
  const { read } = scene();
  expect(await read(7)).toEqual({});
  expect(await read(9, 4)).toEqual({ 'collected:request': 2, 'uncollected:queue_full/request': 4 });
});

test('one that cannot be read for once is not counted from its beginning', async () => {
  const { read } = scene();
  await read(7);
  expect(await read(undefined)).toEqual({});
  expect(await read(8)).toEqual({ 'collected:request': 1 });
});

test('the next control plane goes on from the mark; one that makes no sense is none', async () => {
  const first = scene();
  await first.read(7);
  expect(await scene(first.kept).read(10)).toEqual({ 'collected:request': 3 });
  expect(await scene(new Map([['collectors', 'x']])).read(10)).toEqual({});
});
