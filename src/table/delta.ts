/** What differs between two tables, so that a change of one endpoint costs what that endpoint costs. */
import { fieldsOf, integer, list, type Say, sayTo, text, unique } from './fields.ts';
import { readEndpoints } from './read-endpoint.ts';
import type { TableEndpoint } from './table.ts';

export type TableDelta = {
  /** The version that it makes `version` of; the token keys stay as they are. */
  readonly base: number;
  /** Greater than `base`. */
  readonly version: number;
  /** Endpoints as they are from now on, new ones and changed ones. */
  readonly put: readonly TableEndpoint[];
  /** Names; one that is not there is no mistake. */
  readonly removed: readonly string[];
};

export type DeltaValidation =
  | { readonly kind: 'delta'; readonly delta: TableDelta }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** What can be told without the table: see `validateTable`. Slots and names that endpoints outside of it hold are the router's to see. */
export function validateDelta(value: unknown): DeltaValidation {
  const problems: string[] = [];
  const delta = readDelta(value, sayTo(problems));
  return problems.length === 0 ? { kind: 'delta', delta } : { kind: 'problems', problems };
}

/** Never throws: text that is not JSON is a problem like any other. */
export function decodeDelta(line: string): DeltaValidation {
  try {
    return validateDelta(JSON.parse(line));
  } catch (error) {
    return { kind: 'problems', problems: [`the delta is not JSON: ${String(error)}`] };
  }
}

/** Changes the endpoints, by name, into those that follow. The caller has seen that they are at the delta's base. */
export function lay(delta: TableDelta, endpoints: Map<string, TableEndpoint>): void {
  for (const name of delta.removed) endpoints.delete(name);
  for (const endpoint of delta.put) endpoints.set(endpoint.name, endpoint);
}

function readDelta(value: unknown, say: Say): TableDelta {
  const fields = fieldsOf('delta', value, say);
  const base = integer('base', fields.base, [0, Number.MAX_SAFE_INTEGER - 1], say);
  const version = integer('version', fields.version, [base + 1, Number.MAX_SAFE_INTEGER], say);
  const put = readEndpoints('put', fields.put, say);
  const removed = list('removed', fields.removed, say).map((name, at) => text(`removed[${at}]`, name, say));
  unique('put[].name and removed', [...put.map(({ name }) => name), ...removed], say);
  return { base, version, put, removed };
}
