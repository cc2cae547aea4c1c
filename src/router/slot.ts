/** The current table, indexed for lookup once per swap; a request reads it once and lives by it. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Share, Table, TableDeployment, TableEndpoint } from '../table/table.ts';
import { type Counters, refusedOf, rowOf } from './count.ts';
import { retireInstance } from './instance.ts';
import { adjustLane, advance, createLane, disperse, type Lane, succeed } from './lane.ts';
import { createUrn, draw, type Urn } from './urn.ts';

export type Rule =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly hashes: readonly Buffer[] }
  | {
      readonly kind: 'token';
      readonly audience: string;
      readonly keys: ReadonlyMap<string, KeyObject>;
      /** Digest of a verified token -> its `exp` in seconds; dies with the table. */
      readonly verified: Map<string, number>;
    };

export type IndexedMirror = { readonly lane: Lane; readonly urn: Urn };

export type IndexedEndpoint = {
  readonly name: string;
  readonly rule: Rule;
  readonly lanes: ReadonlyMap<string, Lane>;
  /** undefined when no deployment has live traffic; its choices are indices into `live`. */
  readonly urn: Urn | undefined;
  readonly live: readonly Lane[];
  readonly mirrors: readonly IndexedMirror[];
  readonly refused: Float64Array;
};

export type IndexedTable = {
  readonly version: number;
  readonly endpoints: ReadonlyMap<string, IndexedEndpoint>;
  /** By lower-case name: host names have no case. */
  readonly byHost: ReadonlyMap<string, IndexedEndpoint>;
};

export type TableSlot = {
  current: IndexedTable;
  /** Lanes of every slot in the table, and of those gone whose last requests have not ended. */
  readonly lanes: Map<number, Lane>;
  readonly counters: Counters;
};

export function createTableSlot(counters: Counters): TableSlot {
  const current = { version: 0, endpoints: new Map(), byHost: new Map() };
  return { current, lanes: new Map(), counters };
}

/** Every request that is matched after this call goes by `table`. Throws, changing nothing, on an unusable token key. */
export function swap(slot: TableSlot, table: Table): void {
  const keys = new Map(Object.entries(table.tokenKeys).map(([id, x]) => [id, publicKey(x)]));
  const before = slot.current;
  const endpoints = new Map<string, IndexedEndpoint>();
  for (const endpoint of table.endpoints) {
    endpoints.set(endpoint.name, indexEndpoint(slot, endpoint, keys));
  }
  const byHost = new Map([...endpoints].map(([name, endpoint]) => [name.toLowerCase(), endpoint]));
  slot.current = { version: table.version, endpoints, byHost };
  retireLanes(slot, before);
}

function indexEndpoint(
  slot: TableSlot,
  endpoint: TableEndpoint,
  keys: ReadonlyMap<string, KeyObject>,
): IndexedEndpoint {
  const before = slot.current.endpoints.get(endpoint.name);
  const lanes = new Map(
    endpoint.deployments.map((deployment) => [deployment.name, laneOf(slot, deployment)]),
  );
  const living = endpoint.live.filter((share) => share.hundredths > 0);
  const live = living.map((share) => lanes.get(share.deployment)).filter((lane) => lane !== undefined);
  return {
    name: endpoint.name,
    rule: ruleOf(endpoint, keys),
    lanes,
    urn: living.length === 0 ? undefined : carried(before?.urn, living),
    live,
    mirrors: endpoint.mirror.flatMap((share) => mirrorOf(share, lanes, before)),
    refused: refusedOf(slot.counters, endpoint.name),
  };
}

function laneOf(slot: TableSlot, deployment: TableDeployment): Lane {
  const known = slot.lanes.get(deployment.slot);
  if (known !== undefined) {
    adjustLane(known, deployment);
    return known;
  }
  const lane = createLane(deployment, rowOf(slot.counters, deployment.slot));
  slot.lanes.set(deployment.slot, lane);
  return lane;
}

function ruleOf(endpoint: TableEndpoint, keys: ReadonlyMap<string, KeyObject>): Rule {
  const auth = endpoint.auth;
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'key':
      return { kind: 'key', hashes: auth.hashes.map((hash) => Buffer.from(hash, 'hex')) };
    case 'token':
      return { kind: 'token', audience: auth.audience, keys, verified: new Map() };
    default:
      return auth satisfies never;
  }
}

function mirrorOf(
  share: Share,
  lanes: ReadonlyMap<string, Lane>,
  before: IndexedEndpoint | undefined,
): readonly IndexedMirror[] {
  const lane = lanes.get(share.deployment);
  if (lane === undefined || share.hundredths === 0) return [];
  const known = before?.mirrors.find((mirror) => mirror.lane.name === share.deployment);
  const rest = { deployment: '', hundredths: 10_000 - share.hundredths };
  return [{ lane, urn: carried(known?.urn, [share, rest]) }];
}

/** The same urn, half drawn as it is, while the shares are the same: other changes never disturb its exactness. */
function carried(before: Urn | undefined, shares: readonly Share[]): Urn {
  const key = shares.map((share) => `${share.deployment}:${share.hundredths}`).join(' ');
  if (before?.key === key) return before;
  return createUrn(
    key,
    shares.map((share) => share.hundredths),
  );
}

/**
 * Requests in flight end where they are; those still in line go to the same deployment's new revision. If it was
 * deleted its instances will not wait for them: those that came by the split go where it sends them now.
 */
function retireLanes(slot: TableSlot, before: IndexedTable): void {
  const serving = new Set<Lane>();
  for (const endpoint of slot.current.endpoints.values()) {
    for (const lane of endpoint.lanes.values()) serving.add(lane);
  }
  for (const endpoint of before.endpoints.values()) {
    for (const lane of endpoint.lanes.values()) {
      if (serving.has(lane)) continue;
      const now = slot.current.endpoints.get(endpoint.name);
      const next = now?.lanes.get(lane.name);
      if (next !== undefined && next.instances.length > 0) succeed(lane, next);
      else if (next === undefined && now?.urn !== undefined) disperse(lane, drawnFrom(now.urn, now.live));
      for (const instance of lane.instances) retireInstance(instance);
    }
  }
  for (const [number, lane] of slot.lanes) {
    if (!serving.has(lane) && lane.running + lane.waiting === 0) slot.lanes.delete(number);
  }
  for (const lane of serving) advance(lane);
}

function drawnFrom(urn: Urn, live: readonly Lane[]): () => Lane | undefined {
  return () => live[draw(urn)];
}

function publicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
