import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fightOf } from './conflicts.ts';
import { decideRules, type Seen } from './rules.ts';
import type { Capacity, Operator, Profile, ScaleAction, ScaleRule, Trigger } from './settings.ts';
import { fires, projected } from './window.ts';

const minuteMs = 60_000;
const now = 1_700_000_000_000;

function trigger(operator: Operator, threshold: number, change: Partial<Trigger> = {}): Trigger {
  return {
    metric: 'CpuUtilizationPercentage',
    of: { endpoint: 'churn', deployment: 'blue' },
    dimensions: [],
    grainMs: minuteMs,
    statistic: 'Average',
    windowMs: 5 * minuteMs,
    aggregation: 'Average',
    operator,
    threshold,
    dividePerInstance: false,
    shared: true,
    ...change,
  };
}

function action(
  direction: ScaleAction['direction'],
  value: number,
  change: Partial<ScaleAction> = {},
): ScaleAction {
  return { direction, unit: 'instances', value, cooldownMs: 5 * minuteMs, ...change };
}

const out = (threshold: number, by = 1, change: Partial<Trigger> = {}): ScaleRule => ({
  trigger: trigger('GreaterThan', threshold, change),
  action: action('out', by),
});
const into = (threshold: number, by = 1, change: Partial<Trigger> = {}): ScaleRule => ({
  trigger: trigger('LessThan', threshold, change),
  action: action('in', by),
});

function profile(rules: readonly ScaleRule[], capacity: Partial<Capacity> = {}): Profile {
  return {
    name: 'default',
    capacity: { minimum: 1, maximum: 10, fallback: 2, ...capacity },
    rules,
    schedule: { kind: 'always' },
  };
}

const seen = (instances: number, change: Partial<Seen> = {}): Seen => ({
  now,
  instances,
  changedAt: null,
  ...change,
});

describe('rules', () => {
  test('a rule out adds what it says, the sentence names value and condition', () => {
    const decision = decideRules(profile([out(70, 2)]), [[80, 90, 70]], seen(2));
    expect(decision).toEqual({
      instances: 4,
      verdict: 'out',
      why: 'CpuUtilizationPercentage is 80: CpuUtilizationPercentage > 70 (average of 5 min)',
    });
  });

  test('of several rules out the largest wins', () => {
    const rules = [out(70, 1), out(60, 3), out(99, 9)];
    expect(decideRules(profile(rules), [[80], [80], [80]], seen(2)).instances).toBe(5);
  });

  test('an instance goes only when every rule in agrees, and by the one that takes least', () => {
    const rules = [into(25, 3), into(30, 1, { metric: 'CpuMemoryUtilizationPercentage' })];
    expect(decideRules(profile(rules), [[10], [40]], seen(6))).toMatchObject({
      instances: 6,
      verdict: 'steady',
    });
    expect(decideRules(profile(rules), [[10], [20]], seen(6))).toMatchObject({ instances: 5, verdict: 'in' });
    expect(decideRules(profile(rules), [[10], []], seen(6)).why).toContain('cannot be read');
  });

  test('a rule out goes before those in', () => {
    expect(decideRules(profile([into(25), out(10)]), [[20], [20]], seen(3)).instances).toBe(4);
  });

  test('a cooldown that has not passed holds a rule back, and not one that has a shorter one', () => {
    const slow = out(70, 5);
    const quick = { ...out(70, 1), action: action('out', 1, { cooldownMs: minuteMs }) };
    const changedAt = now - 2 * minuteMs;
    expect(decideRules(profile([slow]), [[90]], seen(2, { changedAt }))).toMatchObject({
      instances: 2,
      verdict: 'held',
      why: expect.stringContaining('cools down for another 180 s'),
    });
    expect(decideRules(profile([slow, quick]), [[90], [90]], seen(2, { changedAt })).instances).toBe(3);
  });

  test('a change in the future, because the clock was put back, holds back one cooldown at most', () => {
    const decision = decideRules(profile([out(70)]), [[90]], seen(2, { changedAt: now + 99_999_999 }));
    expect(decision.why).toContain('for another 300 s');
  });

  test('limits come first, both ways', () => {
    const limits = { minimum: 2, maximum: 5 };
    expect(decideRules(profile([], limits), [], seen(1))).toMatchObject({ instances: 2, verdict: 'limits' });
    expect(decideRules(profile([], limits), [], seen(9))).toMatchObject({ instances: 5, verdict: 'limits' });
    expect(decideRules(profile([out(70, 9)], limits), [[90]], seen(4)).instances).toBe(5);
    expect(decideRules(profile([out(70)], limits), [[90]], seen(5))).toMatchObject({
      instances: 5,
      verdict: 'held',
    });
  });

  test('percent is at least one instance; an exact number is that number', () => {
    const percent = (direction: 'out' | 'in', value: number): ScaleRule => ({
      trigger: trigger('GreaterThan', 0),
      action: action(direction, value, { unit: 'percent' }),
    });
    expect(decideRules(profile([percent('out', 10)]), [[1]], seen(3)).instances).toBe(4);
    expect(decideRules(profile([percent('out', 50)]), [[1]], seen(5)).instances).toBe(8);
    expect(decideRules(profile([percent('in', 50)]), [[1]], seen(5)).instances).toBe(3);
    const exact = { trigger: trigger('GreaterThan', 0), action: action('to', 7) };
    expect(decideRules(profile([exact]), [[1]], seen(3))).toMatchObject({ instances: 7, verdict: 'out' });
    expect(decideRules(profile([exact]), [[1]], seen(9))).toMatchObject({ instances: 7, verdict: 'in' });
    expect(decideRules(profile([exact]), [[1]], seen(7)).verdict).toBe('steady');
  });

  test('what would at once lead back out is not done (the tables of Azure Monitor on flapping)', () => {
    expect(decideRules(profile([out(50), into(30)]), [[28], [28]], seen(2))).toMatchObject({
      instances: 2,
      verdict: 'held',
      why: expect.stringContaining('would fire at once'),
    });
    const divided = { shared: false, dividePerInstance: true };
    const threads = [
      { ...out(600, 1, divided), trigger: trigger('GreaterThanOrEqual', 600, divided) },
      into(600, 1, divided),
    ];
    expect(decideRules(profile(threads), [[1250], [1250]], seen(3)).instances).toBe(3);
    const wider = [threads[0] as ScaleRule, into(400, 1, divided)];
    expect(decideRules(profile(wider), [[1180], [1180]], seen(3)).instances).toBe(2);
  });

  test('fewer go when all of them would lead back out', () => {
    const rules = [out(70), into(66, 10)];
    const decision = decideRules(profile(rules, { maximum: 40 }), [[65], [65]], seen(30));
    expect(decision).toMatchObject({ instances: 28, verdict: 'in' });
    expect(decision.why).toContain('fewer than 28 would lead back out');
  });

  test('a count over all instances is no more with fewer of them', () => {
    const count = { metric: 'RequestsPerMinute', shared: false };
    const rules = [out(1000, 1, count), into(600, 1, count)];
    expect(decideRules(profile(rules), [[590], [590]], seen(2)).instances).toBe(1);
  });

  test('without a single value the number goes up to the default and never down', () => {
    const rules = [out(70), into(25)];
    const capacity = { fallback: 4 };
    expect(decideRules(profile(rules, capacity), [[], []], seen(2))).toMatchObject({
      instances: 4,
      verdict: 'no-data',
    });
    expect(decideRules(profile(rules, capacity), [[], []], seen(6))).toMatchObject({
      instances: 6,
      verdict: 'no-data',
    });
    expect(decideRules(profile(rules, capacity), [[50], []], seen(2)).verdict).toBe('steady');
  });

  test('aggregations over the grains of a window', () => {
    const of = (aggregation: Trigger['aggregation']) =>
      decideRules(profile([out(0, 1, { aggregation })]), [[1, 5, 3]], seen(1)).why;
    expect(of('Average')).toContain('is 3:');
    expect(of('Minimum')).toContain('is 1:');
    expect(of('Maximum')).toContain('is 5:');
    expect(of('Total')).toContain('is 9:');
    expect(of('Count')).toContain('is 3:');
    expect(of('Last')).toContain('is 3:');
  });
});

describe('rules that fight', () => {
  test.each([
    [out(50), into(60), true],
    [out(70), into(25), false],
    [{ ...out(600), trigger: trigger('GreaterThanOrEqual', 600) }, into(600), false],
    [out(50), into(60, 1, { windowMs: minuteMs }), false],
  ])('%#', (one, other, fights) => {
    expect(fightOf(profile([one, other])) !== undefined).toBe(fights);
  });
});

const operator = fc.constantFrom<Operator>(
  'GreaterThan',
  'GreaterThanOrEqual',
  'LessThan',
  'LessThanOrEqual',
);
const anyRule = fc.record({
  trigger: fc
    .record({ operator, threshold: fc.integer({ min: 0, max: 100 }), dividePerInstance: fc.boolean() })
    .map(({ operator, threshold, dividePerInstance }) => trigger(operator, threshold, { dividePerInstance })),
  action: fc
    .record({
      direction: fc.constantFrom<ScaleAction['direction']>('out', 'in', 'to'),
      unit: fc.constantFrom<ScaleAction['unit']>('instances', 'percent'),
      value: fc.integer({ min: 1, max: 60 }),
      cooldownMs: fc.integer({ min: minuteMs, max: 60 * minuteMs }),
    })
    .map((one) => (one.direction === 'to' ? { ...one, unit: 'instances' as const } : one)),
});
const capacities = fc
  .tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
  .map((three) => three.sort((one, other) => one - other))
  .map(([minimum = 1, fallback = 1, maximum = 1]) => ({ minimum, fallback, maximum }));
const window = fc.array(fc.float({ min: 0, max: 120, noNaN: true }), { maxLength: 5 });
const scenes = fc.record({
  rules: fc.array(anyRule, { maxLength: 6 }),
  capacity: capacities,
  windows: fc.array(window, { maxLength: 6 }),
  instances: fc.integer({ min: 0, max: 60 }),
  ago: fc.option(fc.integer({ min: -3_600_000, max: 7_200_000 }), { nil: null }),
});
const sceneOf = ({ instances, ago }: { instances: number; ago: number | null }) =>
  seen(instances, { changedAt: ago === null ? null : now - ago });

describe('properties', () => {
  test('the number is always one that is allowed, with a reason, and the same when asked again', () => {
    fc.assert(
      fc.property(scenes, ({ rules, capacity, windows, ...scene }) => {
        const decision = decideRules(profile(rules, capacity), windows, sceneOf(scene));
        expect(decision.instances).toBeGreaterThanOrEqual(capacity.minimum);
        expect(decision.instances).toBeLessThanOrEqual(capacity.maximum);
        expect(decision.why.length).toBeGreaterThan(0);
        expect(decideRules(profile(rules, capacity), windows, sceneOf(scene))).toEqual(decision);
      }),
    );
  });

  test('more load never means fewer instances', () => {
    const load = fc.float({ min: 0, max: 120, noNaN: true });
    const pairs = fc
      .tuple(load, load)
      .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 10 }), ([less, more], instances) => {
        const rules = [out(70, 2), out(90, 4), into(25)];
        const at = (value: number) =>
          decideRules(profile(rules), [[value], [value], [value]], seen(instances));
        expect(at(more).instances).toBeGreaterThanOrEqual(at(less).instances);
      }),
    );
  });

  test('no instance goes while one of the rules out would bring it back', () => {
    fc.assert(
      fc.property(scenes, ({ rules, capacity, windows, ...scene }) => {
        const sight = sceneOf(scene);
        const decision = decideRules(profile(rules, capacity), windows, sight);
        if (decision.verdict !== 'in') return;
        rules.forEach((rule, at) => {
          const values = windows[at] ?? [];
          if (rule.action.direction !== 'out' || values.length === 0) return;
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          const value = rule.trigger.dividePerInstance ? mean / Math.max(1, sight.instances) : mean;
          expect(
            fires(rule.trigger, projected(rule.trigger, value, sight.instances, decision.instances)),
          ).toBe(false);
        });
      }),
    );
  });

  test('a recorded day: steps settle, and nothing swings', () => {
    const day = Array.from({ length: 24 * 12 }, (_, at) => 200 + 180 * Math.sin((at / 288) * 2 * Math.PI));
    const rules = [out(70, 2), into(25)];
    let [instances, changedAt, changes] = [2, null as number | null, 0];
    let lastWay = 0;
    let swings = 0;
    day.forEach((demand, at) => {
      const value = Math.min(100, demand / instances);
      const time = now + at * 5 * minuteMs;
      const decision = decideRules(profile(rules), [[value], [value]], { now: time, instances, changedAt });
      const way = Math.sign(decision.instances - instances);
      if (way === 0) return;
      if (lastWay !== 0 && way !== lastWay) swings += 1;
      lastWay = way;
      changes += 1;
      changedAt = time;
      instances = decision.instances;
    });
    expect(changes).toBeGreaterThan(3);
    expect(swings).toBeLessThanOrEqual(2);
  });
});
