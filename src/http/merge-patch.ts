import { DomainError } from '../domain/errors.ts';

/** JSON merge patch (RFC 7396): objects merge, null removes, everything else replaces. Throws bad-argument on a body that is no object. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) throw new DomainError('bad-argument', 'The body of a PATCH must be a JSON object.');
  return merge(target, patch);
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
