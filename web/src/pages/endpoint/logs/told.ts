/** When a table of lines is read again: the service says so by its events, and nothing is asked for without one. */
import { useEffect, useRef } from 'react';
import { onEvent } from '../../../app/live.ts';
import { dueBy } from './due.ts';

/** Calls `read` for as long as `isLive`, once for what comes close together. */
export function useTold(
  { endpoint, kind, isLive }: { endpoint: string; kind: 'traffic' | 'event'; isLive: boolean },
  read: () => void,
): void {
  const reading = useRef(read);
  reading.current = read;
  useEffect(() => {
    if (!isLive) return;
    let isOwed = false;
    return onEvent((event) => {
      const due = dueBy(event, endpoint, kind);
      if (due === 'now' || (isOwed && event.kind === 'metrics')) reading.current();
      // After the first look at something new another one follows at the next beat.
      if (due !== 'no') isOwed = true;
      else if (event.kind === 'metrics') isOwed = false;
    });
  }, [endpoint, kind, isLive]);
}
