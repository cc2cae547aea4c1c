/** The current table, indexed for lookup; a request looks its endpoint up once and lives by what it finds. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { TableDelta } from '../table/delta.ts';
import type { Table, TableEndpoint } from '../table/table.ts';
import { createBell } from './bell.ts';
import type { Counters } from './count.ts';
import { type IndexedEndpoint, indexEndpoint, type Lanes } from './index-endpoint.ts';
import { retireInstance } from './instance.ts';
import { advance, disperse, type Lane, succeed } from './lane.ts';
import { draw, type Urn } from './urn.ts';

export type IndexedTable = {
  readonly version: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Changed in place by `swap` and `patch`. */
  readonly endpoints: Map<string, IndexedEndpoint>;
  /** By lower-case name: host names have no case. */
  readonly byHost: Map<string, IndexedEndpoint>;
};

export type TableSlot = Lanes & { current: IndexedTable };

export function createTableSlot(counters: Counters): TableSlot {
  const current = { version: 0, keys: new Map(), endpoints: new Map(), byHost: new Map() };
  return { current, lanes: new Map(), leaving: new Set(), counters, bell: createBell() };
}

/** Every request that is matched after this call goes by `table`. Throws, changing nothing, on an unusable token key. */
export function swap(slot: TableSlot, table: Table): void {
  const keys = new Map(Object.entries(table.tokenKeys).map(([id, x]) => [id, publicKey(x)]));
  const kept = new Set(table.endpoints.map(({ name }) => name));
  const removed = [...slot.current.endpoints.keys()].filter((name) => !kept.has(name));
  exchange(slot, { version: table.version, keys, put: table.endpoints, removed });
}

/**
 * The same for what differs from the current table, at the cost of what differs. The delta's base is the current
 * version. Answers with problems, and has changed nothing, when endpoints outside the delta hold its slots or names.
 */
export function patch(slot: TableSlot, delta: TableDelta): readonly string[] {
  const problems = collisions(slot, delta);
  if (problems.length === 0) exchange(slot, { ...delta, keys: slot.current.keys });
  return problems;
}

function collisions({ current, lanes, leaving }: TableSlot, { put, removed }: TableDelta): string[] {
  const named = [...put.map(({ name }) => name), ...removed];
  const own = new Set(named.flatMap((name) => [...(current.endpoints.get(name)?.lanes.values() ?? [])]));
  const going = new Set(removed);
  return put.flatMap(({ name, deployments }) => {
    const host = current.byHost.get(name.toLowerCase());
    const twin = host !== undefined && host.name !== name && !going.has(host.name);
    const held = deployments.map((deployment) => lanes.get(deployment.slot));
    const taken = held.filter((lane) => lane !== undefined && !own.has(lane) && !leaving.has(lane));
    return [
      ...(twin ? [`the name ${name} must differ from ${host.name} in more than case`] : []),
      ...taken.map((lane) => `slot ${lane?.slot} of ${name} must not be another endpoint's`),
    ];
  });
}

type Exchange = {
  readonly version: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly put: readonly TableEndpoint[];
  readonly removed: readonly string[];
};

/** In place, because a copy would cost what all endpoints cost; nothing can be matched in between. */
function exchange(slot: TableSlot, { version, keys, put, removed }: Exchange): void {
  const { endpoints, byHost } = slot.current;
  const before: IndexedEndpoint[] = [];
  for (const name of [...removed, ...put.map((endpoint) => endpoint.name)]) {
    const known = endpoints.get(name);
    if (known !== undefined) before.push(known);
  }
  const after = put.map((endpoint) =>
    indexEndpoint(slot, endpoint, { keys, before: endpoints.get(endpoint.name) }),
  );
  for (const name of removed) {
    endpoints.delete(name);
    byHost.delete(name.toLowerCase());
  }
  for (const endpoint of after) {
    endpoints.set(endpoint.name, endpoint);
    byHost.set(endpoint.name.toLowerCase(), endpoint);
  }
  slot.current = { version, keys, endpoints, byHost };
  retireLanes(slot, before, after);
}

/**
 * Requests in flight end where they are; those still in line go to the same deployment's new revision. If it was
 * deleted its instances will not wait for them: those that came by the split go where it sends them now.
 */
function retireLanes(
  slot: TableSlot,
  before: readonly IndexedEndpoint[],
  after: readonly IndexedEndpoint[],
): void {
  const serving = new Set(after.flatMap(({ lanes }) => [...lanes.values()]));
  for (const endpoint of before) {
    for (const lane of endpoint.lanes.values()) {
      if (serving.has(lane)) continue;
      const now = slot.current.endpoints.get(endpoint.name);
      const next = now?.lanes.get(lane.name);
      if (next !== undefined && next.instances.length > 0) succeed(lane, next);
      else if (next === undefined && now?.urn !== undefined) disperse(lane, drawnFrom(now.urn, now.live));
      for (const instance of lane.instances) retireInstance(instance);
      slot.leaving.add(lane);
    }
  }
  for (const lane of slot.leaving) {
    if (lane.running + lane.waiting > 0) continue;
    slot.leaving.delete(lane);
    slot.lanes.delete(lane.slot);
    slot.bell.last.delete(lane.slot);
  }
  for (const lane of serving) advance(lane);
}

function drawnFrom(urn: Urn, live: readonly Lane[]): () => Lane | undefined {
  return () => live[draw(urn)];
}

function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
