import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFlaw } from './json-flaw.ts';

test.each<[string, number, number, string]>([
  ['', 1, 1, 'There is nothing here.'],
  ['{\n  "data": [1, 2,]\n}', 2, 17, 'A comma may not stand before ].'],
  ['{"a": 1,}', 1, 9, 'A comma may not stand before }.'],
  ['{"a" 1}', 1, 6, 'A colon is missing after the name.'],
  ['{"a"}', 1, 5, 'A colon and a value are missing.'],
  ['[1 2]', 1, 4, 'A comma or ] is missing.'],
  ['{"a": 1 "b": 2}', 1, 9, 'A comma or } is missing.'],
  ["{'a': 1}", 1, 2, 'Names need double quotes, not single ones.'],
  ["['a']", 1, 2, 'Strings need double quotes, not single ones.'],
  ['{a: 1}', 1, 2, 'A name in double quotes is missing.'],
  ['[True]', 1, 2, 'True is Python; JSON writes true.'],
  ['[NaN]', 1, 2, 'NaN is no value; text needs double quotes.'],
  ['[01]', 1, 2, '01 is not a number in JSON.'],
  ['[.5]', 1, 2, '.5 is not a number in JSON.'],
  ['[,]', 1, 2, 'A value is missing.'],
  ['{"a": [1, 2}', 1, 12, 'A [ is open here; it needs ], not }.'],
  ['}', 1, 1, 'There is no { for this }.'],
  ['{"a": 1} {', 1, 10, 'There is more after the end of the value.'],
  ['{"a": [1, 2', 1, 12, 'The text ends too early; ] is missing.'],
  ['{"a":', 1, 6, 'The text ends too early; a value and } is missing.'],
  ['["abc', 1, 6, 'A string is not closed; its quote is missing.'],
  ['["a\nb"]', 1, 4, 'A string may not go over the end of a line.'],
  ['["\\q"]', 1, 3, 'There is no such escape; a backslash itself is written \\\\.'],
])('%j: line %i, column %i', (text, line, column, message) => {
  expect(jsonFlaw(text)).toMatchObject({ line, column, message });
});

test('it is silent about JSON, and about nothing else', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonFlaw(text)).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '{', ']', 'x', '\\'), (text, at, mark) => {
      const place = at % (text.length + 1);
      const broken = text.slice(0, place) + mark + text.slice(place + 1);
      const flaw = jsonFlaw(broken);
      expect(flaw === undefined).toBe(parses(broken));
      if (flaw !== undefined) expect(flaw.at).toBeLessThanOrEqual(broken.length);
    }),
    { numRuns: 500 },
  );
});

test('an input may be nested as deep as it likes', () => {
  const deep = '['.repeat(200_000);
  expect(jsonFlaw(deep)).toMatchObject({
    at: deep.length,
    message: 'The text ends too early; ] is missing.',
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
