/** The service's events refresh what is on the screen; and whether they come at all, for the bar that says so. */
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** `lost`: what is shown may be old; the browser tries again by itself. */
export type LiveState = 'connecting' | 'live' | 'lost';

let state: LiveState = 'connecting';
const watchers = new Set<() => void>();

export function useLiveState(): LiveState {
  return useSyncExternalStore(watch, () => state);
}

/** Listens until the returned function is called. */
export function startLive(queries: QueryClient): () => void {
  // TODO(studio-door): the SDK's stream of events.
  void queries;
  become('live');
  return () => become('connecting');
}

function become(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const changed of watchers) changed();
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}
