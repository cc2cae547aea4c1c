/** The current table, ready for lookup; a request looks its endpoint up once and lives by what it finds. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { DeltaHead } from '../table/delta.ts';
import { SlotMap } from '../table/slot-map.ts';
import type { TableHead } from '../table/validate.ts';
import { createBell } from './bell.ts';
import type { Counters } from './count.ts';
import type { Entry } from './entry.ts';
import { type IndexedEndpoint, indexEndpoint, type Lanes } from './index-endpoint.ts';
import { retireInstance } from './instance.ts';
import { advance, disperse, type Lane, succeed } from './lane.ts';
import { draw, type Urn } from './urn.ts';

export type IndexedTable = {
  readonly version: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Changed in place by `swap` and `patch`. */
  readonly endpoints: Map<string, Entry>;
  /** By lower-case name: host names have no case. */
  readonly byHost: Map<string, Entry>;
};

export type TableSlot = Lanes & {
  current: IndexedTable;
  /** By slot: whose it is in the current table. */
  readonly owners: SlotMap<Entry>;
};

/** As the table's text says them, each checked. */
export type WholeTable = TableHead & { readonly endpoints: readonly Entry[] };
export type TablePatch = DeltaHead & { readonly put: readonly Entry[] };

/**
 * A change of the table, to be carried out step by step and before any other one. Endpoint by endpoint, requests that
 * are matched go by the new table; when it is done all do, and the version says so.
 */
export type Steps = Iterable<void>;

export function createTableSlot(counters: Counters): TableSlot {
  const current = { version: 0, keys: new Map(), endpoints: new Map(), byHost: new Map() };
  const lanes = new Map();
  return { current, lanes, leaving: new Set(), counters, bell: createBell(), owners: new SlotMap() };
}

/** The endpoint, made ready if this is its first request. */
export function readied(slot: TableSlot, entry: Entry): IndexedEndpoint {
  entry.ready ??= indexEndpoint(slot, entry.published, { keys: slot.current.keys, before: undefined });
  return entry.ready;
}

/** Throws, changing nothing, on an unusable token key. */
export function swap(slot: TableSlot, { version, tokenKeys, endpoints }: WholeTable): Steps {
  const keys = new Map(Object.entries(tokenKeys).map(([id, x]) => [id, publicKey(x)]));
  const kept = new Set(endpoints.map(({ name }) => name));
  const removed = [...slot.current.endpoints.keys()].filter((name) => !kept.has(name));
  return exchange(slot, { version, keys, put: endpoints, removed });
}

/**
 * The same for what differs from the current table, at the cost of what differs. The patch's base is the current
 * version. Adds to `problems`, and changes nothing, when endpoints outside of it hold its slots or names.
 */
export function* patch(slot: TableSlot, change: TablePatch, problems: string[]): Generator<void> {
  yield* findCollisions(slot, change, problems);
  if (problems.length === 0) yield* exchange(slot, { ...change, keys: slot.current.keys });
}

function* findCollisions(slot: TableSlot, change: TablePatch, problems: string[]): Generator<void> {
  const { current, owners } = slot;
  const removed = new Set(change.removed);
  const put = new Set(change.put.map(({ name }) => name));
  for (const { name, slots } of change.put) {
    const host = current.byHost.get(name.toLowerCase());
    if (host !== undefined && host.name !== name && !removed.has(host.name)) {
      problems.push(`the name ${name} must differ from ${host.name} in more than case`);
    }
    for (const number of slots) {
      const owner = owners.get(number)?.name;
      if (owner === undefined || put.has(owner) || removed.has(owner)) continue;
      problems.push(`slot ${number} of ${name} must not be another endpoint's`);
    }
    yield;
  }
}

type Exchange = {
  readonly version: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly put: readonly Entry[];
  readonly removed: readonly string[];
};

/** In place, because a copy would cost what all endpoints cost. */
function* exchange(slot: TableSlot, { version, keys, put, removed }: Exchange): Generator<void> {
  slot.current = { ...slot.current, keys };
  const before: IndexedEndpoint[] = [];
  const after: IndexedEndpoint[] = [];
  for (const name of removed) {
    const gone = remove(slot, name);
    if (gone?.ready !== undefined) before.push(gone.ready);
    yield;
  }
  for (const entry of put) {
    const known = slot.current.endpoints.get(entry.name);
    if (known === undefined) add(slot, entry);
    else if (!known.isLike(entry) || hasOtherKeys(known, keys)) {
      // What is changed goes on from what was, so that an instance that joins others is known for a new one.
      const replaced = readied(slot, known);
      entry.ready = indexEndpoint(slot, entry.published, { keys, before: replaced });
      before.push(replaced);
      after.push(entry.ready);
      remove(slot, entry.name);
      add(slot, entry);
    }
    yield;
  }
  yield* settle(slot, before, after);
  slot.current = { ...slot.current, version };
}

/** Whether it was made ready with other keys for tokens. */
function hasOtherKeys({ ready }: Entry, keys: Exchange['keys']): boolean {
  return ready?.rule.kind === 'token' && ready.rule.keys !== keys;
}

function add({ current: { endpoints, byHost }, owners }: TableSlot, entry: Entry): void {
  endpoints.set(entry.name, entry);
  byHost.set(entry.name.toLowerCase(), entry);
  for (const slot of entry.slots) owners.set(slot, entry);
}

/** A name or a slot that another endpoint has taken over meanwhile stays that one's. */
function remove({ current: { endpoints, byHost }, owners }: TableSlot, name: string): Entry | undefined {
  const entry = endpoints.get(name);
  if (entry === undefined) return undefined;
  const host = name.toLowerCase();
  endpoints.delete(name);
  if (byHost.get(host) === entry) byHost.delete(host);
  for (const slot of entry.slots) if (owners.get(slot) === entry) owners.delete(slot);
  return entry;
}

/** Lets go of the lanes that serve nobody any more, and begins what waits in the others. */
function* settle(
  slot: TableSlot,
  before: readonly IndexedEndpoint[],
  after: readonly IndexedEndpoint[],
): Generator<void> {
  for (const endpoint of before) {
    const now = slot.current.endpoints.get(endpoint.name)?.ready;
    for (const lane of endpoint.lanes.values()) if (!serves(slot, lane)) retireLane(slot, lane, now);
    yield;
  }
  for (const lane of slot.leaving) {
    if (lane.running + lane.waiting > 0) continue;
    slot.leaving.delete(lane);
    slot.lanes.delete(lane.slot);
    slot.bell.last.delete(lane.slot);
  }
  for (const { lanes } of after) {
    for (const lane of lanes.values()) advance(lane);
    yield;
  }
}

/** Whether an endpoint of the current table has it: perhaps another one than before, and perhaps since a moment ago. */
function serves({ owners }: TableSlot, lane: Lane): boolean {
  const owner = owners.get(lane.slot)?.ready;
  if (owner === undefined) return false;
  for (const one of owner.lanes.values()) if (one === lane) return true;
  return false;
}

/**
 * Requests in flight end where they are; those still in line go to the same deployment's new revision. If it was
 * deleted its instances will not wait for them: those that came by the split go where it sends them now.
 */
function retireLane(slot: TableSlot, lane: Lane, now: IndexedEndpoint | undefined): void {
  const next = now?.lanes.get(lane.name);
  if (next !== undefined && next.instances.length > 0) succeed(lane, next);
  else if (next === undefined && now?.urn !== undefined) disperse(lane, drawnFrom(now.urn, now.live));
  for (const instance of lane.instances) retireInstance(instance);
  slot.leaving.add(lane);
}

function drawnFrom(urn: Urn, live: readonly Lane[]): () => Lane | undefined {
  return () => live[draw(urn)];
}

function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
