import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asleep, decideLoad, type LoadPolicy, type Look } from './load.ts';

const now = 1_700_000_000_000;
const policy: LoadPolicy = {
  perInstance: 2,
  minimum: 1,
  maximum: 8,
  outMs: 3000,
  inMs: 30_000,
  idleMs: 60_000,
};
const seen = { now, instances: 2, changedAt: null };

/** A look a second up to now, the last one last. */
function looks(seconds: number, busy: (ago: number) => number): Look[] {
  return Array.from({ length: seconds }, (_, at) => seconds - 1 - at).map((ago) => ({
    at: now - ago * 1000,
    busy: busy(ago),
  }));
}

describe('load', () => {
  test('out by the last seconds', () => {
    expect(
      decideLoad(
        policy,
        looks(5, (ago) => (ago < 3 ? 9 : 0)),
        seen,
      ),
    ).toEqual({
      instances: 5,
      verdict: 'out',
      why: '9 in flight over the last 3 s, at 2 for each instance',
    });
    expect(
      decideLoad(
        policy,
        looks(3, () => 99),
        seen,
      ).instances,
    ).toBe(8);
  });

  test('in only by the most that there was in the long window, all of which is known', () => {
    const quiet = (ago: number) => (ago > 20 && ago < 27 ? 6 : 1);
    const four = { ...seen, instances: 4 };
    expect(decideLoad(policy, looks(60, quiet), four)).toMatchObject({ instances: 3, verdict: 'in' });
    expect(
      decideLoad(
        policy,
        looks(60, () => 1),
        four,
      ),
    ).toMatchObject({ instances: 1, verdict: 'in' });
    expect(
      decideLoad(
        policy,
        looks(10, () => 1),
        four,
      ),
    ).toMatchObject({ instances: 4, verdict: 'steady' });
  });

  test('a change is given the long window before instances go, not before they come', () => {
    const fresh = { ...seen, instances: 4, changedAt: now - 10_000 };
    expect(
      decideLoad(
        policy,
        looks(60, () => 1),
        fresh,
      ),
    ).toMatchObject({ instances: 4, verdict: 'held' });
    expect(
      decideLoad(
        policy,
        looks(60, () => 12),
        fresh,
      ),
    ).toMatchObject({ instances: 6, verdict: 'out' });
  });

  test('nothing known: nothing done', () => {
    expect(decideLoad(policy, [], seen)).toMatchObject({ instances: 2, verdict: 'no-data' });
    const old = looks(60, () => 50).map(({ at, busy }) => ({ at: at - 600_000, busy }));
    expect(decideLoad(policy, old, seen).instances).toBe(2);
  });

  test('limits', () => {
    expect(decideLoad(policy, [], { ...seen, instances: 9 })).toMatchObject({
      instances: 8,
      verdict: 'limits',
    });
    expect(decideLoad({ ...policy, minimum: 3 }, [], seen).instances).toBe(3);
  });
});

describe('sleep', () => {
  const sleepy = { ...policy, minimum: 0 };
  const one = { ...seen, instances: 1 };

  test('only when all of the idle time is known, and nobody came', () => {
    expect(
      decideLoad(
        sleepy,
        looks(60, () => 0),
        one,
      ),
    ).toMatchObject({ instances: 0, verdict: 'in' });
    expect(
      decideLoad(
        sleepy,
        looks(60, (ago) => (ago === 50 ? 1 : 0)),
        one,
      ).instances,
    ).toBe(1);
    expect(
      decideLoad(
        sleepy,
        looks(30, () => 0),
        one,
      ).instances,
    ).toBe(1);
    expect(
      decideLoad(
        policy,
        looks(60, () => 0),
        one,
      ).instances,
    ).toBe(1);
    expect(
      decideLoad(
        sleepy,
        looks(60, () => 0),
        { ...one, changedAt: now - 30_000 },
      ).instances,
    ).toBe(1);
  });

  test('of several instances all but one go by the window first, all by the idle time', () => {
    expect(
      decideLoad(
        sleepy,
        looks(40, () => 0),
        { ...seen, instances: 3 },
      ).instances,
    ).toBe(1);
    expect(
      decideLoad(
        sleepy,
        looks(60, () => 0),
        { ...seen, instances: 3 },
      ).instances,
    ).toBe(0);
  });

  test('it wakes for whoever waits, with as many instances as they need', () => {
    const none = { ...seen, instances: 0 };
    expect(
      decideLoad(
        sleepy,
        looks(2, () => 0),
        none,
      ),
    ).toMatchObject({ instances: 0, verdict: 'asleep' });
    expect(
      decideLoad(
        sleepy,
        looks(2, () => 1),
        none,
      ),
    ).toMatchObject({ instances: 1, verdict: 'wakes' });
    expect(asleep(sleepy, 5, none)).toMatchObject({ instances: 3, why: '5 requests wait for it' });
    expect(asleep(sleepy, 500, none).instances).toBe(8);
    expect(asleep({ ...policy, minimum: 2 }, 0, none).instances).toBe(2);
  });
});

describe('properties', () => {
  const anyLooks = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 100 })), { maxLength: 90 })
    .map((all) => all.map(([ago, busy]) => ({ at: now - ago * 1000, busy })).sort((a, b) => a.at - b.at));
  const anyPolicy = fc
    .tuple(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.float({ min: 1, max: 9, noNaN: true }),
    )
    .map(([one, other, perInstance]) => ({
      ...policy,
      perInstance,
      minimum: Math.min(one, other),
      maximum: Math.max(1, one, other),
    }));
  const any = fc.tuple(anyPolicy, anyLooks, fc.integer({ min: 0, max: 60 }));

  test('never outside of the limits, and never without a reason', () => {
    fc.assert(
      fc.property(any, ([limits, found, instances]) => {
        const decision = decideLoad(limits, found, { ...seen, instances });
        expect(decision.instances).toBeGreaterThanOrEqual(Math.min(limits.minimum, decision.instances));
        expect(decision.instances).toBeGreaterThanOrEqual(limits.minimum);
        expect(decision.instances).toBeLessThanOrEqual(limits.maximum);
        expect(decision.why).not.toBe('');
      }),
    );
  });

  test('more load never means fewer instances', () => {
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 50 }), ([limits, found, instances], more) => {
        const at = { ...seen, instances };
        const louder = found.map(({ at, busy }) => ({ at, busy: busy + more }));
        expect(decideLoad(limits, louder, at).instances).toBeGreaterThanOrEqual(
          decideLoad(limits, found, at).instances,
        );
      }),
    );
  });
});
