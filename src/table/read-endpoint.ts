/** The endpoints of a table as it came from a wire or a disk. */
import {
  each,
  type Fields,
  fieldsOf,
  integer,
  matching,
  nameOf,
  type Place,
  type Rule,
  text,
  textAt,
  unique,
} from './fields.ts';
import { SlotMap } from './slot-map.ts';
import type {
  Share,
  TableAddress,
  TableAuth,
  TableDeployment,
  TableEndpoint,
  TableHold,
  TableInstance,
  TableLimits,
  TableOrigin,
  TableTrace,
} from './table.ts';

const WHOLE = 10_000;

const hexHash: Rule = [/^[0-9a-f]{64}$/, 'a lower-case hex SHA-256'];
const visiblePath: Rule = [/^\/[\x21-\x7e]*$/, 'a path that begins with / and has only visible ASCII'];

/** What the rules between endpoints are about. */
export type Placed = { readonly name: string /** Of its deployments. */; readonly slots: readonly number[] };

export function placed({ name, deployments }: TableEndpoint): Placed {
  return { name, slots: deployments.map(({ slot }) => slot) };
}

/** Rules between endpoints: names differ in more than case, for host names have none, and no two deployments share a slot. */
export class Together {
  readonly #names = new Set<string>();
  readonly #slots = new SlotMap<true>();

  /** An endpoint joins those before it; `list` is how the list is called in what is said of it. */
  join({ name, slots }: Placed, at: Place, list: string): void {
    const host = name.toLowerCase();
    if (this.#names.has(host)) at.tell(`${list}[].name`, host, 'given once');
    this.#names.add(host);
    for (const slot of slots) {
      if (this.#slots.get(slot)) at.tell(`${list}[].deployments[].slot`, slot, 'given once');
      this.#slots.set(slot, true);
    }
  }
}

/** Checks the shape of an endpoint and the rules within it; the answer is a fresh object without unknown fields. */
export function readEndpoint(at: Place, value: unknown): TableEndpoint {
  const fields = fieldsOf(at, value);
  const name = nameOf(at, fields, 'name');
  const auth = readAuth(at, fields.auth);
  const deployments = each(at, fields, 'deployments', readDeployment);
  const names = deployments.map((deployment) => deployment.name);
  unique(at, 'deployments[].name', names);
  const live = readShares(at, fields, 'live', names);
  const mirror = readShares(at, fields, 'mirror', names);
  checkShares(at, live, mirror);
  const limits = fields.limits === undefined ? {} : { limits: readLimits(at, fields.limits) };
  const origin = fields.origin === undefined ? {} : { origin: readOrigin(at, fields.origin) };
  const retryLost = readSwitch(at, fields, 'retryLost');
  return { name, auth, ...limits, deployments, live, mirror, ...origin, ...(retryLost ? { retryLost } : {}) };
}

const mostOf = {
  requestsPerSecond: 1e9,
  newConnectionsPerSecond: 1e9,
  activeConnections: 1e9,
  // Buckets count in whole numbers, in parts of a byte.
  bytesPerSecond: 1e10,
} as const;

function readLimits(at: Place, value: unknown): TableLimits {
  at.enter('limits');
  const fields = fieldsOf(at, value);
  const given = Object.entries(mostOf).filter(([name]) => fields[name] !== undefined);
  const limits = Object.fromEntries(given.map(([name, most]) => [name, integer(at, fields, name, 1, most)]));
  at.leave();
  return limits;
}

function readOrigin(at: Place, value: unknown): TableOrigin {
  at.enter('origin');
  const fields = fieldsOf(at, value);
  const origin = {
    subscription: text(at, fields, 'subscription'),
    workspace: text(at, fields, 'workspace'),
    workspaceUid: text(at, fields, 'workspaceUid'),
    location: text(at, fields, 'location'),
  };
  at.leave();
  return origin;
}

/** Absent is no: tables of before the switch are read as well. */
function readSwitch(at: Place, fields: Fields, key: string): boolean {
  const value = fields[key];
  if (typeof value === 'boolean') return value;
  if (value !== undefined) at.say(key, value, 'true or false');
  return false;
}

function checkShares(at: Place, live: readonly Share[], mirror: readonly Share[]): void {
  const liveSum = sum(live);
  if (liveSum !== 0 && liveSum !== WHOLE) {
    at.tell(`the sum of ${at.path('live')}`, liveSum, `0 or ${WHOLE} hundredths of a percent`);
  }
  if (sum(mirror) > WHOLE / 2) {
    at.tell(`the sum of ${at.path('mirror')}`, sum(mirror), `at most ${WHOLE / 2} hundredths of a percent`);
  }
  const living = live.filter((share) => share.hundredths > 0).map((share) => share.deployment);
  for (const share of mirror) {
    if (share.hundredths > 0 && living.includes(share.deployment)) {
      at.say('mirror', share.deployment, 'a deployment without live traffic');
    }
  }
}

function sum(shares: readonly Share[]): number {
  return shares.reduce((total, share) => total + share.hundredths, 0);
}

function readShares(at: Place, fields: Fields, key: string, names: readonly string[]): readonly Share[] {
  const shares = each(at, fields, key, (place, value): Share => {
    const share = fieldsOf(place, value);
    const deployment = text(place, share, 'deployment');
    if (!names.includes(deployment)) {
      place.say('deployment', deployment, `one of the endpoint's deployments (${names.join(', ')})`);
    }
    return { deployment, hundredths: integer(place, share, 'hundredths', 0, WHOLE) };
  });
  unique(
    at,
    `${key}[].deployment`,
    shares.map((share) => share.deployment),
  );
  return shares;
}

function readAuth(at: Place, value: unknown): TableAuth {
  at.enter('auth');
  const auth = authOf(at, fieldsOf(at, value));
  at.leave();
  return auth;
}

function authOf(at: Place, fields: Fields): TableAuth {
  const kind = fields.kind;
  if (kind === 'none') return { kind };
  if (kind === 'token') return { kind, audience: text(at, fields, 'audience') };
  if (kind === 'key') return { kind, hashes: each(at, fields, 'hashes', readHash) };
  at.say('kind', kind, 'none, key or token');
  return { kind: 'none' };
}

function readHash(at: Place, value: unknown): string {
  return textAt(at, '', value, hexHash);
}

function readDeployment(at: Place, value: unknown): TableDeployment {
  const fields = fieldsOf(at, value);
  const instances = each(at, fields, 'instances', readInstance);
  if (instances.length > 1) {
    unique(
      at,
      'instances[].id',
      instances.map((instance) => instance.id),
    );
  }
  return {
    name: nameOf(at, fields, 'name'),
    revision: integer(at, fields, 'revision', 0, Number.MAX_SAFE_INTEGER),
    slot: integer(at, fields, 'slot', 0, Number.MAX_SAFE_INTEGER),
    timeoutMs: integer(at, fields, 'timeoutMs', 1, 2_147_483_647),
    maxConcurrentPerInstance: integer(at, fields, 'maxConcurrentPerInstance', 1, 1_000_000),
    pendingLimit: integer(at, fields, 'pendingLimit', 1, 1_000_000_000),
    scoringPath: matching(at, fields, 'scoringPath', visiblePath),
    ...(fields.trace === undefined ? {} : { trace: readTrace(at, fields.trace) }),
    instances,
    ...(fields.hold === undefined ? {} : { hold: readHold(at, fields.hold) }),
  };
}

function readHold(at: Place, value: unknown): TableHold {
  at.enter('hold');
  const fields = fieldsOf(at, value);
  const limit = integer(at, fields, 'limit', 1, 1_000_000);
  const waitMs = integer(at, fields, 'waitMs', 1, 2_147_483_647);
  at.leave();
  return { limit, waitMs };
}

function readTrace(at: Place, value: unknown): TableTrace {
  at.enter('trace');
  const { parentBased, ratio } = fieldsOf(at, value);
  if (typeof parentBased !== 'boolean') at.say('parentBased', parentBased, 'true or false');
  const share = typeof ratio === 'number' && ratio >= 0 && ratio <= 1;
  if (!share) at.say('ratio', ratio, 'a number from 0 to 1');
  at.leave();
  return { parentBased: parentBased === true, ratio: share ? ratio : 0 };
}

function readInstance(at: Place, value: unknown): TableInstance {
  const fields = fieldsOf(at, value);
  at.enter('address');
  const address = readAddress(at, fieldsOf(at, fields.address));
  at.leave();
  return { id: text(at, fields, 'id'), address };
}

function readAddress(at: Place, fields: Fields): TableAddress {
  if (fields.kind === 'unix') return { kind: 'unix', path: text(at, fields, 'path') };
  if (fields.kind === 'tcp') {
    return { kind: 'tcp', host: text(at, fields, 'host'), port: integer(at, fields, 'port', 1, 65_535) };
  }
  at.say('kind', fields.kind, 'unix or tcp');
  return { kind: 'unix', path: '' };
}
