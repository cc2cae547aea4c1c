/** The split: exact over every whole block, random within it (drawing without replacement). */
import { randomInt } from 'node:crypto';

export type Urn = {
  /** What the urn was made from; urns with equal keys may carry on for each other. */
  readonly key: string;
  /** How many slots of a full block each choice has. */
  readonly block: Uint32Array;
  readonly size: number;
  readonly left: Uint32Array;
  remaining: number;
  /** State of xorshift32; never 0. */
  random: number;
};

/** `shares` are non-negative integers of any common scale, not all 0; a choice is an index into them. */
export function createUrn(key: string, shares: readonly number[]): Urn {
  const divisor = shares.reduce(gcd, 0);
  const block = Uint32Array.from(shares, (share) => share / divisor);
  const size = block.reduce((sum, count) => sum + count, 0);
  return { key, block, size, left: block.slice(), remaining: size, random: randomInt(1, 2 ** 32) };
}

/** Draws one of what is left of the block, each slot with the same odds; an empty urn is refilled first. */
export function draw(urn: Urn): number {
  if (urn.remaining === 0) {
    urn.left.set(urn.block);
    urn.remaining = urn.size;
  }
  let ticket = below(urn, urn.remaining);
  urn.remaining -= 1;
  const left = urn.left;
  let choice = 0;
  let count = left[0] ?? 0;
  while (ticket >= count) {
    ticket -= count;
    choice += 1;
    count = left[choice] ?? 0;
  }
  left[choice] = count - 1;
  return choice;
}

/** Uniform in [0, bound): xorshift32 gives 1 to 2^32 - 1; what would favour low numbers is thrown back. */
function below(urn: Urn, bound: number): number {
  const fair = 0xffffffff - (0xffffffff % bound);
  let x = urn.random;
  let drawn: number;
  do {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    drawn = (x >>> 0) - 1;
  } while (drawn >= fair);
  urn.random = x;
  return drawn % bound;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
