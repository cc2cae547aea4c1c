/** Turns what came from a wire or a disk into a `Table`, or says everything that is wrong with it. */
import { fieldsOf, integer, matching, type Say, sayTo } from './fields.ts';
import { readEndpoints } from './read-endpoint.ts';
import type { Table } from './table.ts';

/** `problems` are sentences that name the field, its value and what is allowed; never empty. */
export type Validation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/**
 * Checks shapes and the rules between fields: shares name deployments of their endpoint, live shares sum to 0 or
 * 10,000 hundredths, mirror shares to at most 5,000, no deployment has both, names and slots are unique.
 * The answer is a fresh object without unknown fields.
 */
export function validateTable(value: unknown): Validation {
  const problems: string[] = [];
  const table = readTable(value, sayTo(problems));
  return problems.length === 0 ? { kind: 'table', table } : { kind: 'problems', problems };
}

function readTable(value: unknown, say: Say): Table {
  const fields = fieldsOf('table', value, say);
  const version = integer('version', fields.version, [0, Number.MAX_SAFE_INTEGER], say);
  const tokenKeys = readTokenKeys(fields.tokenKeys, say);
  return { version, tokenKeys, endpoints: readEndpoints('endpoints', fields.endpoints, say) };
}

function readTokenKeys(value: unknown, say: Say): Readonly<Record<string, string>> {
  const entries = Object.entries(fieldsOf('tokenKeys', value, say));
  return Object.fromEntries(
    entries.map(([id, key]) => [
      id,
      matching(`tokenKeys.${id}`, key, [/^[A-Za-z0-9_-]{43}$/, 'the base64url text of 32 bytes'], say),
    ]),
  );
}
