/** What an instance or a build prints, followed while somebody looks at it. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Following } from '../../../../src/sdk/log-tail.ts';

/** Begins to follow; the lines end when what is followed is gone, or by the signal. */
export type Follow = (following: Following) => AsyncIterable<string>;

export type Tail = {
  readonly lines: readonly string[];
  /** How many lines before them made room. */
  readonly gone: number;
  readonly error: unknown;
  /** The instance that printed the last of them. */
  readonly instance: string | undefined;
  /** `lost`: nothing comes for a moment, and it is being tried again. `over`: what was followed is gone. */
  readonly state: 'opening' | 'live' | 'lost' | 'over';
};

/** Older lines make room: they can be had by download. */
export const mostLines = 5000;

const nothing: Tail = { lines: [], gone: 0, error: undefined, instance: undefined, state: 'opening' };

/**
 * Follows a log until `what` changes; while it is paused, what came stays and nothing more is asked for. A page that nobody
 * sees pauses as well, for browsers allow a server few connections.
 */
export function useTail(what: string, follow: Follow, isPaused: boolean): Tail {
  const [tail, setTail] = useState(nothing);
  const begin = useRef(follow);
  begin.current = follow;
  const isSeen = useSyncExternalStore(whenSeen, () => document.visibilityState === 'visible');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log is another beginning.
  useEffect(() => setTail(nothing), [what]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log is followed anew.
  useEffect(() => {
    if (isPaused || !isSeen) return;
    const stop = new AbortController();
    void listen(begin.current, stop.signal, setTail);
    return () => stop.abort();
  }, [what, isPaused, isSeen]);
  return tail;
}

type Show = (change: (before: Tail) => Tail) => void;

async function listen(follow: Follow, signal: AbortSignal, show: Show): Promise<void> {
  const change: Show = (to) => !signal.aborted && show(to);
  const become = (state: Tail['state']) => change((before) => ({ ...before, state, error: undefined }));
  const add = gathered(change);
  try {
    const lines = follow({
      tail: mostLines,
      signal,
      onInstance: (instance) => change((before) => ({ ...before, instance })),
      onLive: () => become('live'),
      onLost: () => become('lost'),
    });
    for await (const line of lines) add(line);
    become('over');
  } catch (error) {
    change((before) => ({ ...before, error }));
  }
}

/** Thousands come at once: they are shown together, the first ones instead of what an earlier look left there. */
function gathered(show: Show): (line: string) => void {
  let waiting: string[] = [];
  let isFirst = true;
  const flush = () => {
    const more = waiting;
    const anew = isFirst;
    waiting = [];
    isFirst = false;
    show((before) => {
      const all = anew ? more : [...before.lines, ...more];
      const over = Math.max(0, all.length - mostLines);
      return { ...before, lines: over === 0 ? all : all.slice(over), gone: (anew ? 0 : before.gone) + over };
    });
  };
  return (line) => {
    if (waiting.push(line) === 1) requestAnimationFrame(flush);
  };
}

function whenSeen(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}
