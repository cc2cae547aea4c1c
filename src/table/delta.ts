/** What differs between two tables, so that a change of one endpoint costs what that endpoint costs. */
import { each, type Fields, fieldsOf, integer, Place, textAt } from './fields.ts';
import type { TableEndpoint } from './table.ts';
import { readEndpoints } from './validate.ts';

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

export type DeltaHead = Omit<TableDelta, 'put'>;

export type DeltaValidation =
  | { readonly kind: 'delta'; readonly delta: TableDelta }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** What can be told without the table: see `validateTable`. Slots and names that endpoints outside of it hold are the router's to see. */
export function validateDelta(value: unknown): DeltaValidation {
  const at = new Place('delta');
  const fields = fieldsOf(at, value);
  const head = readDeltaHead(at, fields);
  const put = readEndpoints(at, fields, 'put');
  checkRemoved(at, head, put);
  const { problems } = at;
  return problems.length === 0 ? { kind: 'delta', delta: { ...head, put } } : { kind: 'problems', problems };
}

/** Never throws: text that is not JSON is a problem like any other. */
export function decodeDelta(line: string): DeltaValidation {
  try {
    return validateDelta(JSON.parse(line));
  } catch (error) {
    return { kind: 'problems', problems: [`the delta is not JSON: ${String(error)}`] };
  }
}

export function readDeltaHead(at: Place, fields: Fields): DeltaHead {
  const base = integer(at, fields, 'base', 0, Number.MAX_SAFE_INTEGER - 1);
  const version = integer(at, fields, 'version', base + 1, Number.MAX_SAFE_INTEGER);
  const removed = each(at, fields, 'removed', readName);
  return { base, version, removed };
}

function readName(at: Place, value: unknown): string {
  return textAt(at, '', value);
}

/** No name twice, and none both put and removed. */
export function checkRemoved(
  at: Place,
  { removed }: DeltaHead,
  put: Iterable<{ readonly name: string }>,
): void {
  const names = new Set(removed);
  if (names.size < removed.length) at.say('removed', removed, 'names that are each given once');
  if (names.size === 0) return;
  for (const { name } of put) if (names.has(name)) at.tell('put[].name and removed', name, 'given once');
}
