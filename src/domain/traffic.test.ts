import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Percentages } from './endpoint.ts';
import { checkTraffic, type TrafficTarget, withoutZeros } from './traffic.ts';

const serving = (name: string): TrafficTarget => ({ name, servingRevision: 1, deleting: false });
const deployments = ['blue', 'green', 'red'].map(serving);
const check = (live: Percentages, mirror: Percentages = {}, among = deployments) =>
  checkTraffic(live, mirror, among);
const saying = (target: string, ...words: string[]) =>
  expect.objectContaining({
    code: 'bad-argument',
    target,
    message: expect.stringMatching(new RegExp(words.join('.*'))),
  });

describe('live traffic', () => {
  test.each<[Percentages]>([
    [{}],
    [{ blue: 100 }],
    [{ blue: 90, green: 10 }],
    [{ blue: 0, green: 100 }],
    [{ blue: 0 }],
    [{ blue: 99.99, green: 0.01 }],
    [{ blue: 33.33, green: 33.33, red: 33.34 }],
    [{ blue: 0.29, green: 99.71 }],
  ])('may be %j', (live) => {
    check(live);
  });

  test.each<[Percentages, number]>([
    [{ blue: 99 }, 99],
    [{ blue: 70, green: 70 }, 140],
    [{ blue: 99.99 }, 99.99],
    [{ blue: 33.33, green: 33.33, red: 33.33 }, 99.99],
  ])('%j does not sum to 0 or 100', (live, total) => {
    expect(() => check(live)).toThrow(
      saying('traffic', 'blue=', `sums to ${total};`, 'must sum to 0 or 100'),
    );
  });

  test.each([-1, 101, 0.001, 33.333, Number.NaN, Number.POSITIVE_INFINITY])(
    'of one deployment may not be %d',
    (percent) => {
      expect(() => check({ blue: percent })).toThrow(
        saying('traffic.blue', `of 'blue' is ${percent};`, '0 to 100 with at most two decimals'),
      );
    },
  );

  test('of any two hundredths that sum to 100 is accepted, and any others are not', () => {
    const hundredths = fc.integer({ min: 1, max: 9999 });
    fc.assert(
      fc.property(hundredths, hundredths, (one, other) => {
        check({ blue: one / 100, green: (10_000 - one) / 100 });
        if (one + other !== 10_000) {
          expect(() => check({ blue: one / 100, green: other / 100 })).toThrow('must sum to 0 or 100');
        }
      }),
    );
  });
});

describe('the deployments that traffic names', () => {
  test.each(['traffic', 'mirror_traffic'])('must exist for %s', (field) => {
    const asked = { pink: 10 };
    const work = () => (field === 'traffic' ? check(asked) : check({}, asked));
    expect(work).toThrow(saying(`${field}.pink`, `The ${field} names 'pink'`, 'it has blue, green, red'));
  });

  test('may not be on an endpoint without any', () => {
    expect(() => check({ blue: 100 }, {}, [])).toThrow(saying('traffic.blue', "names 'blue'", 'it has none'));
  });

  test('may not be on their way out', () => {
    const leaving = [serving('blue'), { ...serving('green'), deleting: true }];
    expect(() => check({ green: 100 }, {}, leaving)).toThrow(saying('traffic.green', 'it has blue\\.'));
  });

  test('must serve, unless they get nothing', () => {
    const fresh = [serving('blue'), { ...serving('green'), servingRevision: null }];
    check({ blue: 100, green: 0 }, {}, fresh);
    expect(() => check({ green: 100 }, {}, fresh)).toThrow(
      saying('traffic.green', "'green' is not ready", 'Succeeded'),
    );
    expect(() => check({ blue: 100 }, { green: 10 }, fresh)).toThrow(
      saying('mirror_traffic.green', 'not ready'),
    );
  });
});

describe('mirrored traffic', () => {
  test.each<[Percentages, Percentages]>([
    [{ blue: 100 }, { green: 10 }],
    [{ blue: 100 }, { green: 50 }],
    [{ blue: 100 }, { green: 0.01 }],
    [{}, { green: 50 }],
  ])('beside %j may be %j', (live, mirror) => {
    check(live, mirror);
  });

  test('is 50 percent at most', () => {
    expect(() => check({ blue: 100 }, { green: 50.01 })).toThrow(
      saying('mirror_traffic', 'green=50.01', 'maximum of 50'),
    );
  });

  test('goes to one deployment at most', () => {
    expect(() => check({ blue: 100 }, { green: 10, red: 10 })).toThrow(
      saying('mirror_traffic', 'green=10 red=10', 'names 2 deployments', 'may name one'),
    );
  });

  test('does not go to what takes live traffic', () => {
    expect(() => check({ blue: 90, green: 10 }, { green: 10 })).toThrow(
      saying('mirror_traffic', "'green' takes 10 percent", 'not both'),
    );
  });

  test('may go to a deployment whose name JavaScript knows', () => {
    check({ blue: 100 }, { constructor: 10 }, [...deployments, serving('constructor')]);
  });
});

test('zero entries are dropped and names lower-cased', () => {
  expect(withoutZeros({ Blue: 90, GREEN: 10, red: 0 })).toEqual({ blue: 90, green: 10 });
});
