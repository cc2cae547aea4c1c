/**
 * A token bucket in whole numbers that several router workers fill together. What it holds is what one second lets
 * through. Each worker spends its share of it, and hears of what the others spent ten times a second (`settle`): for a
 * moment there may be too much, which is taken off what follows, so that over time the rate is kept to the token.
 */

/** In how many parts a bucket is shared out. */
export const WHOLE = 256;
/** A token in the units in which levels are kept: what a rate of one gives in a second, in parts. */
const UNIT = 1000 * WHOLE;
/** Wishes of this much count as one in `demand`, which is halved with every look. */
const ASKED = 16;

/** What the others did with a bucket: tokens they spent since the last look, and the sum of their demands. */
export type Others = { readonly spent: number; readonly demand: number; readonly workers: number };

export class Bucket {
  /** Tokens a second. */
  rate: number;
  /** Tokens that were taken here, and that were wanted; they only grow. */
  taken = 0;
  wanted = 0;
  /** How much is wanted here lately, and what was taken between the last two looks. */
  demand = 0;
  spent = 0;
  /** In units; less than nothing is owed. */
  #level: number;
  /** Milliseconds up to which it is filled. */
  #at: number;
  #share = WHOLE;
  /** What the whole endpoint has left, as far as this worker has heard. */
  #pool: number;
  #poolAt: number;
  #settledTaken = 0;
  #settledWanted = 0;

  /** Full. Times are milliseconds of a clock that never jumps. */
  constructor(rate: number, now: number) {
    this.rate = rate;
    this.#level = rate * UNIT;
    this.#pool = this.#level;
    this.#at = Math.floor(now);
    this.#poolAt = this.#at;
  }

  /**
   * Another rate from now on. What was spent stays spent: of a higher rate the rest of its second is there at once, as a
   * limit is lifted when the call returns and not when the bucket has filled; of a lower one no more than it holds.
   */
  adjust(rate: number, now: number): void {
    this.#fill(now);
    const more = Math.max(0, rate - this.rate);
    this.rate = rate;
    this.#level = Math.min(this.#level + more * 1000 * this.#share, rate * 1000 * this.#share);
    this.#pool = Math.min(this.#pool + more * UNIT, rate * UNIT);
  }

  /** Takes one token, if there is one. */
  take(now: number): boolean {
    this.#fill(now);
    this.wanted += 1;
    if (this.#level < UNIT) return false;
    this.#level -= UNIT;
    this.taken += 1;
    return true;
  }

  /** Takes as many tokens as it must; gives the milliseconds until they are there. */
  charge(tokens: number, now: number): number {
    this.#fill(now);
    this.wanted += tokens;
    this.taken += tokens;
    this.#level -= tokens * UNIT;
    return this.#level >= 0 ? 0 : Math.ceil(-this.#level / (this.rate * this.#share));
  }

  /** Whether so many tokens are there now. */
  covers(tokens: number, now: number): boolean {
    this.#fill(now);
    return this.#level >= tokens * UNIT;
  }

  /** Shares the bucket out anew. False when it is full and nobody asks: there is nothing to look at until somebody does. */
  settle(now: number, { spent, demand, workers }: Others): boolean {
    const most = this.rate * UNIT;
    const time = Math.floor(now);
    const filled = this.#pool + (time - this.#poolAt) * this.rate * WHOLE;
    this.spent = this.taken - this.#settledTaken;
    // Taken off before it is capped: one that was held up for seconds hears at once of all that was spent meanwhile.
    this.#pool = Math.min(most, filled - (this.spent + spent) * UNIT);
    this.#poolAt = time;
    this.demand = Math.floor((this.demand + ASKED * (this.wanted - this.#settledWanted)) / 2);
    this.#settledTaken = this.taken;
    this.#settledWanted = this.wanted;
    const all = this.demand + demand;
    this.#share = shareOf(this.demand, all, workers);
    this.#level = Math.floor(this.#pool / WHOLE) * this.#share;
    this.#at = time;
    return all > 0 || this.#pool < most;
  }

  #fill(now: number): void {
    const passed = Math.floor(now) - this.#at;
    if (passed <= 0) return;
    this.#at += passed;
    const most = this.rate * 1000 * this.#share;
    this.#level = Math.min(most, this.#level + passed * this.rate * this.#share);
  }
}

/** By how much it is asked here. A client that is new to this worker finds something as well, and more while it is quiet. */
function shareOf(demand: number, all: number, workers: number): number {
  const even = Math.floor(WHOLE / workers);
  if (all === 0) return Math.min(WHOLE, 2 * even);
  return Math.max(even, Math.floor((WHOLE * demand) / all));
}
