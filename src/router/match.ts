/** Which endpoint a request is for, and the path below it. */
import type { Entry } from './entry.ts';
import type { Head } from './head.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { type IndexedTable, readied, type TableSlot } from './slot.ts';

/** The endpoint, or undefined: by the path (`/api/v1/endpoint/<name>/…`), else by the first label of Host. */
export function match(slot: TableSlot, head: Head): IndexedEndpoint | undefined {
  const entry = find(slot.current, head);
  return entry === undefined ? undefined : (entry.ready ?? readied(slot, entry));
}

function find(table: IndexedTable, head: Head): Entry | undefined {
  if (head.endpoint === undefined) return table.byHost.get(head.hostLabel);
  return table.endpoints.get(head.endpoint);
}

/** What the client asks of the endpoint. */
export function restOf(head: Head): string {
  return head.rest;
}

/** Statuses of these are the instance's own, not 424 (Azure ML online endpoints): they score nothing. */
export function asksNoScore(head: Head, rest: string): boolean {
  if (head.method === 'OPTIONS') return true;
  return rest === '/swagger.json' && (head.method === 'GET' || head.method === 'HEAD');
}
