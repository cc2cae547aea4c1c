import type { Log } from '../parts.ts';

export type Turns = {
  /** Asks for a turn soon; says nothing about why, a turn looks at everything anyway. */
  nudge(): void;
  /** Calls back after every turn; returns its own end. */
  after(listener: () => void): () => void;
  /** Ends after the running turn. */
  close(): Promise<void>;
};

/** A full look at everything at least this often: change events are only a faster way to the same end. */
const fullScanMs = 5000;
const retryAfterFailureMs = 1000;

/** Runs a loop's turns one at a time, on a nudge or a timer. `turn` resolves with the time to look again, if any. */
export function createTurns(turn: () => Promise<number | null>, now: () => number, log: Log): Turns {
  const listeners = new Set<() => void>();
  let closed = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const once = async (): Promise<void> => {
    again = false;
    const sleepMs = await turn().then(
      (wakeAt) => (wakeAt === null ? fullScanMs : Math.min(fullScanMs, Math.max(10, wakeAt - now()))),
      (cause: unknown) => {
        log('error', 'the turn failed and is tried again', { cause: String(cause) });
        return retryAfterFailureMs;
      },
    );
    for (const listener of [...listeners]) listener();
    if (!closed) timer = setTimeout(nudge, sleepMs);
  };

  const nudge = (): void => {
    if (closed) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = once().finally(() => {
      running = undefined;
      if (again) nudge();
    });
  };

  return {
    nudge,
    after: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      await running;
      clearTimeout(timer);
    },
  };
}
