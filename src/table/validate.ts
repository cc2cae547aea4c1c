/** Turns what came from a wire or a disk into a `Table`, or says everything that is wrong with it. */
import { each, type Fields, fieldsOf, integer, Place, type Rule, textAt } from './fields.ts';
import { type Placed, placed, readEndpoint, Together } from './read-endpoint.ts';
import type { Table, TableEndpoint } from './table.ts';

/** `problems` are sentences that name the field, its value and what is allowed; never empty. */
export type Validation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

export type TableHead = Omit<Table, 'endpoints'>;

const publicKey: Rule = [/^[A-Za-z0-9_-]{43}$/, 'the base64url text of 32 bytes'];

/**
 * Checks shapes and the rules between fields: shares name deployments of their endpoint, live shares sum to 0 or
 * 10,000 hundredths, mirror shares to at most 5,000, no deployment has both, names and slots are unique.
 * The answer is a fresh object without unknown fields.
 */
export function validateTable(value: unknown): Validation {
  const at = new Place('table');
  const fields = fieldsOf(at, value);
  const head = readTableHead(at, fields);
  const endpoints = readEndpoints(at, fields, 'endpoints');
  const { problems } = at;
  return problems.length === 0
    ? { kind: 'table', table: { ...head, endpoints } }
    : { kind: 'problems', problems };
}

/** The rules between endpoints that were each read before; [] when all are kept. */
export function checkTogether(endpoints: readonly Placed[]): readonly string[] {
  const at = new Place('table');
  const together = new Together();
  for (const endpoint of endpoints) together.join(endpoint, at, 'endpoints');
  return at.problems;
}

export function readEndpoints(at: Place, fields: Fields, key: string): readonly TableEndpoint[] {
  const together = new Together();
  return each(at, fields, key, (place, value) => {
    const endpoint = readEndpoint(place, value);
    together.join(placed(endpoint), place, key);
    return endpoint;
  });
}

export function readTableHead(at: Place, fields: Fields): TableHead {
  const version = integer(at, fields, 'version', 0, Number.MAX_SAFE_INTEGER);
  at.enter('tokenKeys');
  const keys = Object.entries(fieldsOf(at, fields.tokenKeys));
  const tokenKeys = Object.fromEntries(keys.map(([id, key]) => [id, textAt(at, id, key, publicKey)]));
  at.leave();
  return { version, tokenKeys };
}
