/** The service's events: they refresh what is on the screen, and say whether anything comes at all. */
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { ArmError } from '../../../src/sdk/errors.ts';
import type { TealEvent } from '../../../src/sdk/events.ts';
import { teal } from './client.ts';
import { refresh } from './refresh.ts';

/** `lost`: what is shown may be old; it is being tried again. */
export type LiveState = 'connecting' | 'live' | 'lost';

let state: LiveState = 'connecting';
const watchers = new Set<() => void>();
const listeners = new Set<(event: TealEvent) => void>();

export function useLiveState(): LiveState {
  return useSyncExternalStore(watch, () => state);
}

/** Hears every event as long as the component is there: for what is no data of a query, such as a table's version. */
export function useEvents(listener: (event: TealEvent) => void): void {
  useEffect(() => onEvent(listener), [listener]);
}

/** The same outside of components; the returned function ends it. */
export function onEvent(listener: (event: TealEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Listens until the returned function is called. `signedOut` is called when the session is over. */
export function startLive(queries: QueryClient, signedOut: () => void): () => void {
  const stop = new AbortController();
  void listen(queries, stop.signal).catch((error: unknown) => {
    if (error instanceof ArmError && error.status === 401) signedOut();
    else become('lost');
  });
  return () => stop.abort();
}

async function listen(queries: QueryClient, signal: AbortSignal): Promise<void> {
  for await (const event of teal().events({ signal })) {
    if (signal.aborted) return;
    if (event.kind === 'lost') become('lost');
    else become('live');
    refresh(queries, event);
    for (const listener of [...listeners]) listener(event);
  }
}

function become(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const changed of [...watchers]) changed();
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => void watchers.delete(changed);
}
