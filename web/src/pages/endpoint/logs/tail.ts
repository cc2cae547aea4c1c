/** What an instance or a build prints, followed while somebody looks at it. */
import { useEffect, useState } from 'react';
import { teal } from '../../../app/client.ts';

export type Container = 'InferenceServer' | 'StorageInitializer';

export type Followed = {
  readonly endpoint: string;
  readonly deployment: string;
  readonly container: Container;
  /** One is chosen, and changed when it ends, while this is empty. */
  readonly instance: string;
};

export type Tail = {
  readonly lines: readonly string[];
  readonly error: unknown;
  /** The instance that printed the last of them. */
  readonly instance: string | undefined;
  /** What was followed is gone. */
  readonly isOver: boolean;
};

/** Older lines make room: they can be had by download. */
export const mostLines = 5000;

const nothing: Tail = { lines: [], error: undefined, instance: undefined, isOver: false };

/** Follows a log until what is followed changes; while it is paused, what came stays and nothing more is asked for. */
export function useTail({ endpoint, deployment, container, instance }: Followed, isPaused: boolean): Tail {
  const [tail, setTail] = useState(nothing);
  useEffect(() => {
    if (isPaused) return;
    const stop = new AbortController();
    setTail(nothing);
    void follow({ endpoint, deployment, container, instance }, stop.signal, setTail);
    return () => stop.abort();
  }, [endpoint, deployment, container, instance, isPaused]);
  return tail;
}

async function follow(
  { endpoint, deployment, container, instance }: Followed,
  signal: AbortSignal,
  show: (change: (before: Tail) => Tail) => void,
): Promise<void> {
  let waiting: string[] = [];
  const flush = () => {
    const more = waiting;
    waiting = [];
    if (more.length > 0 && !signal.aborted)
      show((before) => ({ ...before, lines: [...before.lines, ...more].slice(-mostLines) }));
  };
  try {
    const lines = teal()
      .deployments(endpoint)
      .followLogs(deployment, {
        container,
        instance: instance || undefined,
        tail: mostLines,
        signal,
        onInstance: (id) => !signal.aborted && show((before) => ({ ...before, instance: id })),
      });
    for await (const line of lines) {
      // Thousands come at once: they are shown together.
      if (waiting.push(line) === 1) requestAnimationFrame(flush);
    }
    flush();
    if (!signal.aborted) show((before) => ({ ...before, isOver: true }));
  } catch (error) {
    if (!signal.aborted) show((before) => ({ ...before, error }));
  }
}
