/** Rung by requests for deployments that sleep; control listens, so that nobody waits for the next look at the counters. */

export type Bell = {
  /** How often it was rung; only grows. */
  rings: number;
  /** The last ring of each slot. */
  readonly last: Map<number, number>;
  readonly listeners: Set<() => void>;
};

export function createBell(): Bell {
  return { rings: 0, last: new Map(), listeners: new Set() };
}

export function ring(bell: Bell, slot: number): void {
  bell.rings += 1;
  bell.last.set(slot, bell.rings);
  if (bell.listeners.size === 0) return;
  for (const listener of [...bell.listeners]) listener();
}

/** Slots that rang after a ring. */
export function rungSince(bell: Bell, after: number): readonly number[] {
  return [...bell.last].filter(([, at]) => at > after).map(([slot]) => slot);
}

/** Resolves when it was rung after `after`, at once if it was already; or when time is up. */
export function listen(bell: Bell, after: number, withinMs: number): Promise<void> {
  if (bell.rings > after) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      bell.listeners.delete(end);
      resolve();
    };
    const timer = setTimeout(end, withinMs);
    timer.unref();
    bell.listeners.add(end);
  });
}
