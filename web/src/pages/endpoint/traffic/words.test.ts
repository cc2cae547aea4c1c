import { expect, test } from 'vitest';
import type { Split } from './draft.ts';
import { changeWords, listed, splitWords } from './words.ts';

const split = (traffic: Split['traffic'], mirror: Split['mirror'] = {}): Split => ({ traffic, mirror });
const copied = (percent: number, to: string) =>
  `${percent} % of live requests will be copied to ${to}; its answers to them are discarded.`;

test.each<[string, Split, Split, string[]]>([
  [
    'a canary',
    split({ blue: 100 }),
    split({ blue: 90, green: 10 }),
    ['green will get 10 % of live requests; blue 90 %.'],
  ],
  [
    'the end of a rollout',
    split({ blue: 90, green: 10 }),
    split({ green: 100 }),
    ['green will get 100 % of live requests.', 'blue will get none.'],
  ],
  [
    'three of them',
    split({ a: 50, b: 50 }),
    split({ b: 25, c: 75 }),
    ['c will get 75 % of live requests; b 25 %.', 'a will get none.'],
  ],
  [
    'a stop',
    split({ blue: 100 }),
    split({}),
    ['Live traffic will stop: requests that name no deployment will be answered with 404.'],
  ],
  ['a mirror', split({ blue: 100 }), split({ blue: 100 }, { green: 10 }), [copied(10, 'green')]],
  [
    'another mirror',
    split({}, { green: 10 }),
    split({}, { red: 5 }),
    ['green will get no more copies.', copied(5, 'red')],
  ],
  ['more of a mirror', split({}, { green: 10 }), split({}, { green: 50 }), [copied(50, 'green')]],
  [
    'a mirror that goes live',
    split({ blue: 100 }, { green: 10 }),
    split({ blue: 99.5, green: 0.5 }),
    ['green will get 0.5 % of live requests; blue 99.5 %.', 'green will get no more copies.'],
  ],
  ['nothing', split({ blue: 100 }, { green: 10 }), split({ blue: 100 }, { green: 10 }), []],
])('%s in words', (_what, before, after, words) => expect(changeWords(before, after)).toEqual(words));

test('a split in words', () => {
  expect(splitWords(split({ blue: 90, green: 10 }, { red: 5 }))).toBe(
    'blue 90 %, green 10 %; 5 % copied to red',
  );
  expect(splitWords(split({}))).toBe('off');
});

test('a list in words', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
