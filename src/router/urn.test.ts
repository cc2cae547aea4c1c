import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUrn, draw } from './urn.ts';

function tally(shares: readonly number[], draws: number): number[] {
  const urn = createUrn('', shares);
  const counts = shares.map(() => 0);
  for (let round = 0; round < draws; round += 1) {
    const choice = draw(urn);
    counts[choice] = (counts[choice] ?? 0) + 1;
  }
  return counts;
}

const splits = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 })
  .filter((shares) => shares.some((share) => share > 0))
  .map((shares) => {
    const sum = shares.reduce((total, share) => total + share, 0);
    const scaled = shares.map((share) => Math.floor((share * 10_000) / sum));
    const rest = 10_000 - scaled.reduce((total, share) => total + share, 0);
    return scaled.map((share, at) => (at === 0 ? share + rest : share));
  });

test('any whole number of blocks matches the shares to the request', () => {
  fc.assert(
    fc.property(splits, fc.integer({ min: 1, max: 3 }), (shares, blocks) => {
      const size = createUrn('', shares).size;
      const scale = (blocks * size) / 10_000;
      expect(tally(shares, blocks * size)).toEqual(shares.map((share) => Math.round(share * scale)));
    }),
    { numRuns: 60 },
  );
});

test('any run is off by less than a block: never more than a block holds', () => {
  fc.assert(
    fc.property(splits, fc.integer({ min: 1, max: 2000 }), (shares, draws) => {
      const urn = createUrn('', shares);
      const counts = tally(shares, draws);
      const whole = Math.floor(draws / urn.size);
      counts.forEach((count, at) => {
        const slots = urn.block[at] ?? 0;
        expect(count).toBeGreaterThanOrEqual(whole * slots);
        expect(count).toBeLessThanOrEqual((whole + 1) * slots);
      });
    }),
    { numRuns: 60 },
  );
});

test('90/10 is a block of ten, 99.95/0.05 of two thousand, 100 of one', () => {
  expect(createUrn('', [9000, 1000]).size).toBe(10);
  expect(createUrn('', [9995, 5]).size).toBe(2000);
  expect(createUrn('', [10_000]).size).toBe(1);
});

test('within a block every order comes up', () => {
  const first = Array.from({ length: 200 }, () => draw(createUrn('', [5000, 5000])));
  expect(new Set(first)).toEqual(new Set([0, 1]));
  const orders = new Set(
    Array.from({ length: 400 }, () => {
      const urn = createUrn('', [1, 1, 1]);
      return [draw(urn), draw(urn), draw(urn)].join('');
    }),
  );
  expect([...orders].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
});
