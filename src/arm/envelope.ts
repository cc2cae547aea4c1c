import type { Stamp } from '../domain/workspace.ts';

/** `systemData` of every resource. Clients crash on a missing one. */
export function systemData(stamp: Stamp) {
  return {
    createdAt: new Date(stamp.createdAt).toISOString(),
    createdBy: stamp.createdBy,
    createdByType: 'User',
    lastModifiedAt: new Date(stamp.modifiedAt).toISOString(),
    lastModifiedBy: stamp.modifiedBy,
    lastModifiedByType: 'User',
  };
}

/** Members that a server fills in and that clients send back as they got them; taken off before the check. */
const echoed = ['id', 'name', 'type', 'systemData', 'etag', 'kind'];

/** A copy of a resource body without what the server itself put there. */
export function withoutEchoes(body: unknown, readOnly: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const rest = omit(body, echoed);
  const { properties } = rest;
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return rest;
  return { ...rest, properties: omit(properties, readOnly) };
}

/** Members that are null are the same as absent ones in a PUT. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}

/** Without some of its members. */
export function omit(value: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
