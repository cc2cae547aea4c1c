import { describe, expect, test } from 'vitest';
import { type Draft, draftOf, fitted, flawsOf, isFlawless, wantedOf } from './draft.ts';
import { flawsFrom } from './refusal.ts';

const deployments = [{ name: 'blue' }, { name: 'green' }];
const split = { traffic: { blue: 100 }, mirror: {} };
const draft = (change: Partial<Draft> = {}): Draft => ({
  ...draftOf(split, deployments, 'green'),
  ...change,
});
const live = (blue: string, green: string) => [
  { name: 'blue', text: blue },
  { name: 'green', text: green },
];
const mirror = (to: string, text: string) => ({ on: true, to, text });

describe('a draft', () => {
  test('begins as it is set, with 10 % to an idle deployment in reserve', () => {
    expect(draft()).toEqual({
      live: live('100', '0'),
      mirror: { on: false, to: 'green', text: '10' },
      reason: '',
    });
    expect(wantedOf(draft())).toEqual(split);
  });

  test('keeps the mirror that there is', () => {
    const set = { traffic: { blue: 100 }, mirror: { green: 12.5 } };
    expect(draftOf(set, deployments).mirror).toEqual(mirror('green', '12.5'));
  });

  test('says what is wanted, without those that get nothing', () => {
    const typed = draft({ live: live('90', '10'), mirror: { on: false, to: 'green', text: '10' } });
    expect(wantedOf(typed)).toEqual({ traffic: { blue: 90, green: 10 }, mirror: {} });
    expect(wantedOf(draft({ mirror: mirror('green', '50') }))).toEqual({ ...split, mirror: { green: 50 } });
  });

  test('follows deployments that come and go while it is open', () => {
    const after = fitted(draft({ mirror: mirror('green', '10') }), [{ name: 'blue' }, { name: 'red' }]);
    expect(after.live).toEqual([
      { name: 'blue', text: '100' },
      { name: 'red', text: '0' },
    ]);
    expect(flawsOf(after).mirrorTo).toBe('Choose the deployment that gets the copies.');
  });
});

describe('what is wrong with it', () => {
  test.each([
    ['90', '0', 'The total is 90 %; 10 % is missing. It must be 100 %, or 0 % to stop live traffic.'],
    [
      '90',
      '20.5',
      'The total is 110.5 %; it is 10.5 % too much. It must be 100 %, or 0 % to stop live traffic.',
    ],
  ])('a total of %s + %s', (blue, green, total) => {
    expect(flawsOf(draft({ live: live(blue, green) }))).toEqual({ live: {}, total });
  });

  test.each([
    ['0', '0'],
    ['100', ''],
    ['33.33', '66.67'],
  ])('nothing: %s + %s', (blue, green) => {
    expect(isFlawless(flawsOf(draft({ live: live(blue, green) })))).toBe(true);
  });

  test('text that is no number is said at its field, and not as a wrong total', () => {
    expect(flawsOf(draft({ live: live('many', '10') }))).toEqual({
      live: { blue: '“many” is not a number from 0 to 100.' },
    });
  });

  test.each([
    ['60', '60 is more than 50; at most 50 % can be mirrored.'],
    ['0', 'Enter more than 0, or switch mirroring off.'],
    ['x', '“x” is not a number from 0 to 50; at most 50 % can be mirrored.'],
  ])('a mirror of %s', (text, mirrorPercent) => {
    expect(flawsOf(draft({ mirror: mirror('green', text) }))).toEqual({ live: {}, mirrorPercent });
  });

  test('a mirror to a deployment with live traffic', () => {
    expect(flawsOf(draft({ mirror: mirror('blue', '10') })).mirrorTo).toBe(
      'blue takes live requests; a deployment has live or mirrored traffic, not both.',
    );
  });

  test('a mirror that is switched off is not looked at', () => {
    expect(isFlawless(flawsOf(draft({ mirror: { on: false, to: '', text: 'x' } })))).toBe(true);
  });

  test('a reason that the history would not keep', () => {
    expect(flawsOf(draft({ reason: 'x'.repeat(501) })).reason).toContain('501 characters');
    expect(flawsOf(draft({ reason: 'one\ntwo' })).reason).toContain('line break');
    expect(flawsOf(draft({ reason: ' p99 doubled ' })).reason).toBeUndefined();
  });
});

test.each([
  ['traffic', { live: {}, total: 'no' }],
  ['traffic.green', { live: { green: 'no' } }],
  ['properties.traffic.blue', { live: { blue: 'no' } }],
  ['mirror_traffic', { live: {}, mirrorPercent: 'no' }],
  ['properties.mirrorTraffic.green', { live: {}, mirrorTo: 'no' }],
  ['x-teal-reason', { live: {}, reason: 'no' }],
  ['traffic.gone', undefined],
  [undefined, undefined],
])('a refusal of %s finds its field', (target, flaws) => {
  expect(flawsFrom({ target, message: 'no' }, ['blue', 'green'])).toEqual(flaws);
});
