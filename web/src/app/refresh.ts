/** Which views an event makes old. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { orMissing } from '../../../src/sdk/errors.ts';
import type { TealEvent } from '../../../src/sdk/events.ts';
import type { EndpointResource } from '../../../src/sdk/wire.ts';
import { teal } from './client.ts';
import { keys } from './queries.ts';

/** Events come in bursts, and a view is read again once for all of them. */
const gatheredMs = 200;

type Gathered = { readonly old: Map<string, QueryKey>; readonly endpoints: Set<string> };

let gathered: Gathered | undefined;

/** Has what the event is about read again, soon, where it is on the screen. */
export function refresh(queries: QueryClient, event: TealEvent): void {
  const old = keysOf(event);
  const endpoint = event.kind === 'endpoint' ? event.endpoint : undefined;
  if (old.length === 0 && endpoint === undefined) return;
  if (gathered === undefined) {
    gathered = { old: new Map(), endpoints: new Set() };
    setTimeout(() => flush(queries), gatheredMs);
  }
  for (const key of old) gathered.old.set(JSON.stringify(key), key);
  if (endpoint !== undefined) gathered.endpoints.add(endpoint);
}

/** All views but those that no event tells anything about. */
export function readAgain(queries: QueryClient): void {
  const others: readonly unknown[] = [keys.entered[0], keys.workspaces[0], keys.numbers()[0]];
  void queries.invalidateQueries({ predicate: ({ queryKey }) => !others.includes(queryKey[0]) });
}

export function keysOf(event: TealEvent): readonly QueryKey[] {
  switch (event.kind) {
    // Something was missed, and nobody knows what. No key is every key.
    case 'reset':
      return [[]];
    case 'endpoint':
      return [keys.endpoint(event.endpoint)];
    case 'deployment':
      return [keys.endpoint(event.endpoint), keys.uses];
    case 'operation':
      return [keys.operations];
    case 'asset':
      return event.assetKind === 'data' ? [] : [keys[event.assetKind]];
    case 'environment':
      return [keys.builds];
    case 'open':
    case 'lost':
    case 'table':
    case 'metrics':
      return [];
    default:
      return event satisfies never;
  }
}

function flush(queries: QueryClient): void {
  const { old, endpoints } = gathered ?? { old: new Map<string, QueryKey>(), endpoints: new Set<string>() };
  gathered = undefined;
  for (const queryKey of old.values()) void queries.invalidateQueries({ queryKey });
  if (queries.getQueryData(keys.endpoints) === undefined || old.has('[]')) return;
  for (const name of endpoints) void replaceInList(queries, name);
}

/** The list may be long: one endpoint of it that changed is read by itself. */
async function replaceInList(queries: QueryClient, name: string): Promise<void> {
  try {
    const now = await orMissing(teal().endpoints.get(name));
    queries.setQueryData<readonly EndpointResource[]>(keys.endpoints, (list = []) => {
      const others = list.filter((endpoint) => endpoint.name !== name);
      return now === undefined ? others : [...others, now];
    });
  } catch {
    await queries.invalidateQueries({ queryKey: keys.endpoints });
  }
}
