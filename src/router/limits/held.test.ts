import { expect, test } from 'vitest';
import { Held } from './held.ts';

const lane = { slot: 3, waiting: 0, instances: [] as unknown[] };
const holding = (waiting: number, instances: readonly unknown[] = []) =>
  Object.assign(lane, { waiting, instances });

test('it is told of a deployment until nobody is held, and once more that it is so', () => {
  const held = new Held();
  held.watch(holding(2));
  expect([held.tell(), held.tell()]).toEqual([[[3, 2]], [[3, 2]]]);
  holding(0);
  expect([held.isQuiet, held.tell(), held.isQuiet, held.tell()]).toEqual([false, [[3, 0]], true, []]);
});

test('those in line for an instance that is there are not held', () => {
  const held = new Held();
  held.watch(holding(5, ['an instance']));
  expect(held.tell()).toEqual([[3, 0]]);
});

test('what others hold is the sum of what each told last', () => {
  const held = new Held();
  held.hear([3, 4], 0);
  held.hear([3, 2], 0);
  held.hear([3, 1], 4);
  expect([held.elsewhere(3), held.elsewhere(4)]).toEqual([3, 0]);
  held.hear([3, 0], 1);
  held.hear([3, 0], 2);
  expect(held.elsewhere(3)).toBe(0);
});
