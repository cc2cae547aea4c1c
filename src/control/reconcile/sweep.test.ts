import { expect, test } from 'vitest';
import { makeRig } from '../commands/rig.suite.ts';
import { createAgenda } from './agenda.ts';
import { createRegister } from './register.ts';
import { someEndpoint } from './simulation.suite.ts';
import { createSweep } from './sweep.ts';
import type { World } from './world.ts';

async function sweepOf(endpoints: number) {
  const rig = await makeRig();
  for (let at = 0; at < endpoints; at += 1) {
    await rig.parts.store.rows.endpoints.save({ ...someEndpoint, uid: `E${at}`, name: `endpoint-${at}` });
  }
  let elapsed = 0;
  const sweep = createSweep(
    rig.parts,
    createRegister(() => []),
    () => elapsed,
  );
  const next = async () => {
    elapsed += 5000;
    return sweep.next();
  };
  return { rig, next, early: () => sweep.next() };
}

test('few endpoints are looked at all together, again and again', async () => {
  const { rig, next, early } = await sweepOf(3);
  for (let round = 0; round < 3; round += 1) {
    expect(await next()).toBe('all');
    expect(await early()).toEqual(new Set());
  }
  await rig.close();
});

test('of many, some at a time until each had its turn, new ones included', async () => {
  const { rig, next } = await sweepOf(250);
  for (let round = 0; round < 2; round += 1) {
    const seen = new Set<string>();
    for (const size of [100, 100, 50 + round]) {
      const scope = await next();
      if (scope === 'all') throw new Error('it looks at all');
      expect(scope.size).toBe(size);
      for (const uid of scope) seen.add(uid);
    }
    expect(seen.size).toBe(250 + round);
    await rig.parts.store.rows.endpoints.save({
      ...someEndpoint,
      uid: `N${round}`,
      name: `newcomer-${round}`,
    });
  }
  await rig.close();
});

test('what is due comes off the agenda once, and time brings back what waits for it', () => {
  const agenda = createAgenda();
  expect(agenda.take(0, 9)).toBe('all');
  expect(agenda.nextAt(0)).toBeNull();
  agenda.add('a');
  agenda.add(new Set(['b']));
  agenda.wakeAt('c', 50);
  agenda.wakeAt('d', 70);
  expect(agenda.nextAt(10)).toBe(10);
  expect(agenda.take(10, 9)).toEqual(new Set(['a', 'b']));
  expect(agenda.nextAt(10)).toBe(50);
  expect(agenda.take(60, 9)).toEqual(new Set(['c']));
  agenda.wakeAt('c', null);
  expect(agenda.take(60, 9)).toEqual(new Set());
  expect(agenda.nextAt(60)).toBe(70);
});

test('what somebody waits for comes before what nobody does', () => {
  const agenda = createAgenda();
  agenda.take(0, 9);
  agenda.addLate(new Set(['a', 'b', 'c']));
  agenda.add('d');
  expect([agenda.take(0, 2), agenda.take(0, 2)]).toEqual([new Set(['d', 'a']), new Set(['b', 'c'])]);
  expect(agenda.nextAt(0)).toBeNull();
});

test('the register knows whose an instance is, and who waits for an environment', () => {
  const register = createRegister(() => ['python']);
  const none: World = {
    now: 0,
    endpoints: [],
    deployments: [],
    orphans: [],
    published: { endpoints: new Map(), deployments: new Map(), instances: new Set() },
  };
  register.note('a', none);
  register.note('b', none);
  expect([...register.usersOf('python')].sort()).toEqual(['a', 'b']);
  register.note('a', undefined);
  expect([...register.usersOf('python')]).toEqual(['b']);
  expect(register.endpoints()).toEqual(['b']);
  expect(register.endpointOf('i-1')).toBeUndefined();
});
