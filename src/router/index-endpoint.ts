/** One endpoint of the table, made ready for requests: rule, lanes, urns. */
import type { KeyObject } from 'node:crypto';
import type { Share, TableDeployment, TableEndpoint } from '../table/table.ts';
import type { Bell } from './bell.ts';
import { type Counters, refusedOf } from './count.ts';
import { adjustLane, createLane, type Lane } from './lane.ts';
import { limitStanding, type Standing, standingOf } from './limits/standing.ts';
import type { Logged } from './logged.ts';
import { createUrn, type Urn } from './urn.ts';

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
  readonly standing: Standing;
  readonly origin: TableEndpoint['origin'];
  logged: Logged | undefined;
  /** How often a request may be made again after an instance was lost with it. */
  readonly spare: number;
};

/** What outlives a change of the table. */
export type Lanes = {
  /** Lanes of every slot in the table, and those of `leaving`. */
  readonly lanes: Map<number, Lane>;
  /** Lanes that are gone from the table but whose last requests have not ended. */
  readonly leaving: Set<Lane>;
  readonly counters: Counters;
  readonly bell: Bell;
};

type Known = {
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** The endpoint whose place it takes; its urns go on. */
  readonly before: IndexedEndpoint | undefined;
};

export function indexEndpoint(all: Lanes, endpoint: TableEndpoint, { keys, before }: Known): IndexedEndpoint {
  const lanes = new Map(endpoint.deployments.map((deployment) => [deployment.name, laneOf(all, deployment)]));
  const living = endpoint.live.filter((share) => share.hundredths > 0);
  const standing = standingOf(all.counters.standings, endpoint.name);
  limitStanding(standing, endpoint.limits ?? {}, performance.now());
  const live = living.map((share) => lanes.get(share.deployment)).filter((lane) => lane !== undefined);
  return {
    name: endpoint.name,
    rule: ruleOf(endpoint, keys),
    lanes,
    urn: living.length === 0 ? undefined : carried(before?.urn, living),
    live,
    mirrors: endpoint.mirror.flatMap((share) => mirrorOf(share, lanes, before)),
    refused: refusedOf(all.counters, endpoint.name),
    standing,
    origin: endpoint.origin,
    logged: undefined,
    spare: endpoint.retryLost === true ? 1 : 0,
  };
}

function laneOf(all: Lanes, deployment: TableDeployment): Lane {
  const known = all.lanes.get(deployment.slot);
  if (known !== undefined) {
    adjustLane(known, deployment);
    all.leaving.delete(known);
    return known;
  }
  const lane = createLane(deployment, all);
  all.lanes.set(deployment.slot, lane);
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
