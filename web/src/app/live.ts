/** The service's events: they refresh what is on the screen, and say whether anything comes at all. */
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ArmError } from '../../../src/sdk/errors.ts';
import type { TealEvent } from '../../../src/sdk/events.ts';
import { teal } from './client.ts';
import { readAgain, refresh } from './refresh.ts';

/** `lost`: what is shown may be old; it is being tried again. */
export type LiveState = 'connecting' | 'live' | 'lost';

let state: LiveState = 'connecting';
const watchers = new Set<() => void>();
const listeners = new Set<(event: TealEvent) => void>();

export function useLiveState(): LiveState {
  return useSyncExternalStore(watch, () => state);
}

/** Hears every event until the returned function is called: for what is no data of a query. */
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
    // What was read before the first event could come may be old already.
    if (event.kind === 'open' && state === 'connecting') readAgain(queries);
    become(event.kind === 'lost' ? 'lost' : 'live');
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
