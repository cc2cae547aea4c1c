import type { Query } from './query.ts';

/** What is printed. `ordered` tells the objects that a query built, whose members keep the order it wrote. */
export type Result = {
  readonly value: unknown;
  readonly queried: boolean;
  readonly ordered: (row: object) => boolean;
};

export function resultOf(raw: unknown, query: Query | undefined): Result {
  const value = withResourceGroups(raw);
  if (query === undefined) return { value, queried: false, ordered: () => false };
  const existing = new Set<object>();
  collect(value, existing);
  return { value: query(value), queried: true, ordered: (row) => !existing.has(row) };
}

/** Adds `resourceGroup` beside the id of everything in a group, at any depth, as Azure CLI's core does; a group's own id gets none. */
export function withResourceGroups(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withResourceGroups);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withResourceGroups(member)]),
  );
  const { id } = members;
  if (typeof id !== 'string' || 'resourceGroup' in members) return members;
  const parts = id.split('/');
  return parts[3]?.toLowerCase() === 'resourcegroups' && parts.length > 8
    ? { ...members, resourceGroup: parts[4] }
    : members;
}

function collect(value: unknown, into: Set<object>): void {
  if (typeof value !== 'object' || value === null) return;
  into.add(value);
  for (const member of Object.values(value)) collect(member, into);
}
