/** Long work beside scoring: one piece of it at a time, and never so long that a request has to wait for it. */

/** What a request may have to wait. */
const SLICE_MS = 1;

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Begins each work when the one before is over. */
export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

/** Tells long work when to let others go first: everything that is ready to run runs in `rest`. */
export class Pace {
  #since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#since >= SLICE_MS;
  }

  async rest(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}

export async function inSlices(steps: Iterable<void>): Promise<void> {
  const pace = new Pace();
  for (const _ of steps) if (pace.isOver) await pace.rest();
}

export function atOnce(steps: Iterable<void>): void {
  for (const _ of steps);
}
