import { expect, test } from 'vitest';
import { noMemory } from '../../domain/autoscale/ports.ts';
import type { Decision } from '../../domain/autoscale/settings.ts';
import { someSpec } from '../reconcile/simulation.suite.ts';
import { differs, noted, noticed } from './memory.ts';
import { createTrust } from './trust.ts';

const at = (instanceCount: number, modifiedBy = 'ann', modifiedAt = 5) => ({
  spec: { ...someSpec, instanceCount },
  modifiedBy,
  modifiedAt,
});
const steady = (instances: number, why = 'calm'): Decision => ({ instances, verdict: 'steady', why });

test('a number that nobody here set was set by somebody else, at the time of that change', () => {
  const first = noticed(noMemory, at(2), 10);
  expect(first).toMatchObject({ seen: 2, changed: null });
  expect(noticed(first, at(2), 11)).toBe(first);
  expect(noticed(first, at(3, 'ben', 12), 15).changed).toEqual({ at: 12, who: 'ben' });
  expect(noticed(first, at(3, 'ben', 99), 15).changed).toEqual({ at: 15, who: 'ben' });
});

test('a decision to change is a change of its own, so that it is not taken for a person', () => {
  const before = noticed(noMemory, at(2), 10);
  const after = noted(before, { instances: 3, verdict: 'out', why: 'busy' }, { from: 2, now: 20 });
  expect(after).toMatchObject({ seen: 3, changed: { at: 20, who: 'autoscale' } });
  expect(noticed(after, at(3, 'autoscale', 20), 21)).toBe(after);
});

test('the same again makes the last decision longer; the store need not know', () => {
  const one = noted(noMemory, steady(2), { from: 2, now: 1 });
  const two = noted(one, steady(2, 'calmer'), { from: 2, now: 9 });
  expect(two.decisions).toEqual([{ ...steady(2, 'calmer'), at: 1, until: 9, from: 2 }]);
  expect(differs(one, two)).toBe(false);
  const three = noted(two, { instances: 2, verdict: 'held', why: 'cooling' }, { from: 2, now: 10 });
  expect(three.decisions).toHaveLength(2);
  expect(differs(two, three)).toBe(true);
});

test('only the last decisions are kept', () => {
  let memory = noMemory;
  for (let now = 0; now < 100; now += 1) {
    const verdict = now % 2 === 0 ? 'steady' : 'held';
    memory = noted(memory, { instances: 1, verdict, why: String(now) }, { from: 1, now });
  }
  expect(memory.decisions.map(({ why }) => Number(why))).toEqual(
    Array.from({ length: 20 }, (_, i) => 80 + i),
  );
});

test('a lack of numbers says nothing after a start and after a jump of the clock, either way', () => {
  let [wall, steadyMs] = [1_000_000, 0];
  const trust = createTrust({ now: () => wall, steady: () => steadyMs });
  const pass = (ms: number) => {
    wall += ms;
    steadyMs += ms;
  };
  expect(trust.holds()).toBe(false);
  pass(60_000);
  expect([trust.step(), trust.holds()]).toEqual([0, true]);
  for (const jump of [3_600_000, -7_200_000]) {
    wall += jump;
    pass(1000);
    expect([trust.step(), trust.holds()]).toEqual([jump, false]);
    pass(300_000);
    expect([trust.step(), trust.holds()]).toEqual([0, true]);
  }
  wall += 4000;
  expect(trust.step()).toBe(0);
});
