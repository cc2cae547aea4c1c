import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { totalOf, typedPercent, whole, withShare } from './percent.ts';

describe('a percentage that is typed', () => {
  test.each([
    ['', 0],
    ['10', 1000],
    [' 12.5 ', 1250],
    ['12,25', 1225],
    ['0.05', 5],
    ['100', 10_000],
    ['7.', 700],
  ])('%j is read', (text, hundredths) => expect(typedPercent(text)).toEqual({ hundredths }));

  test.each([
    ['ten', '“ten” is not a number from 0 to 100.'],
    ['-1', '“-1” is not a number from 0 to 100.'],
    ['1e1', '“1e1” is not a number from 0 to 100.'],
    ['1.234', '1.234 has more than two decimals.'],
    ['100.01', '100.01 is more than 100.'],
  ])('%j is refused', (text, flaw) => expect(typedPercent(text)).toEqual({ flaw }));

  test('may have another limit', () =>
    expect(typedPercent('60', 5000)).toEqual({ flaw: '60 is more than 50.' }));
});

describe('a share that one deployment gets', () => {
  const shares = (...hundredths: number[]) =>
    hundredths.map((part, at) => ({ name: `d${at}`, hundredths: part }));

  test('is taken from the others in their proportions', () => {
    expect(withShare(shares(6000, 3000, 1000), 'd2', 4000)).toEqual(shares(4000, 2000, 4000));
  });

  test('leaves the rest to the first of those that have nothing', () => {
    expect(withShare(shares(0, 0, 10_000), 'd2', 1000)).toEqual(shares(9000, 0, 1000));
  });

  test('is everything for the only one there is', () => {
    expect(withShare(shares(0), 'd0', 1000)).toEqual(shares(10_000));
  });

  test('always adds up to 100 %, and names everybody once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 2, maxLength: 20 }),
        fc.integer({ min: 0, max: 10_000 }),
        (parts, given) => {
          const after = withShare(shares(...parts), 'd1', given);
          expect(totalOf(after)).toBe(whole);
          expect(after.map(({ name }) => name)).toEqual(parts.map((_, at) => `d${at}`));
          expect(after.find(({ name }) => name === 'd1')?.hundredths).toBe(given);
          expect(after.every(({ hundredths }) => hundredths >= 0)).toBe(true);
        },
      ),
    );
  });
});
