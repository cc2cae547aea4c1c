/**
 * Requests that are held for deployments that sleep, and what the workers tell one another of them, so that the bound is
 * one for all. What is pending at a deployment that is awake is counted by each worker for itself, on purpose: it changes
 * from one millisecond to the next, and by a number that is a tenth of a second old a worker would refuse requests for
 * whose sake nobody waits any more; shares of a bound that is small (twice the concurrency of an instance, so perhaps two)
 * would refuse whoever came to the other worker. Held requests stay until the first instance is there, for seconds.
 */

/** As much of a lane as there is to tell. */
export type Sleeper = {
  readonly slot: number;
  readonly waiting: number;
  readonly instances: readonly unknown[];
};

/** A slot, and how many requests are held for it. */
export type HeldWord = readonly [slot: number, held: number];

export class Held {
  readonly #elsewhere = new Map<number, number>();
  readonly #here = new Map<number, Sleeper>();

  /** By the other workers, when they last told. */
  elsewhere(slot: number): number {
    return this.#elsewhere.get(slot) ?? 0;
  }

  /** From now on it is told how many are held, until that is none. */
  watch(lane: Sleeper): void {
    this.#here.set(lane.slot, lane);
  }

  get isQuiet(): boolean {
    return this.#here.size === 0;
  }

  tell(): HeldWord[] {
    const words = this.greet();
    for (const [slot, held] of words) if (held === 0) this.#here.delete(slot);
    return words;
  }

  /** For a worker that was not there when the others were told. */
  greet(): HeldWord[] {
    return [...this.#here.values()].map((lane) => [lane.slot, heldBy(lane)]);
  }

  /** Takes in what one of the others holds now, in place of what it held `before`. */
  hear([slot, held]: HeldWord, before: number): void {
    const all = this.elsewhere(slot) + held - before;
    if (all > 0) this.#elsewhere.set(slot, all);
    else this.#elsewhere.delete(slot);
  }
}

/** Those in line for an instance that is there are not held. */
function heldBy({ waiting, instances }: Sleeper): number {
  return instances.length === 0 ? waiting : 0;
}
