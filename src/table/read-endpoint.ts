/** The endpoints of a table as it came from a wire or a disk. */
import { fieldsOf, integer, list, matching, nameOf, type Say, sayTo, text, unique } from './fields.ts';
import type {
  Share,
  TableAddress,
  TableAuth,
  TableDeployment,
  TableEndpoint,
  TableInstance,
  TableLimits,
  TableOrigin,
  TableTrace,
} from './table.ts';

const WHOLE = 10_000;

export function readEndpoints(path: string, value: unknown, say: Say): readonly TableEndpoint[] {
  const endpoints = list(path, value, say).map((item, at) => readEndpoint(`${path}[${at}]`, item, say));
  uniqueAmong(path, endpoints, say);
  return endpoints;
}

/** The rules between endpoints that were each read before; [] when all are kept. */
export function checkTogether(endpoints: readonly TableEndpoint[]): readonly string[] {
  const problems: string[] = [];
  uniqueAmong('endpoints', endpoints, sayTo(problems));
  return problems;
}

/** Names differ in more than case, for host names have none, and no two deployments share a slot. */
function uniqueAmong(path: string, endpoints: readonly TableEndpoint[], say: Say): void {
  const slots = endpoints.flatMap(({ deployments }) => deployments.map(({ slot }) => slot));
  unique(
    `${path}[].name`,
    endpoints.map(({ name }) => name.toLowerCase()),
    say,
  );
  unique(`${path}[].deployments[].slot`, slots, say);
}

/** Checks shapes and the rules within the endpoint; the answer is a fresh object without unknown fields. */
function readEndpoint(path: string, value: unknown, say: Say): TableEndpoint {
  const fields = fieldsOf(path, value, say);
  const name = nameOf(`${path}.name`, fields.name, say);
  const auth = readAuth(`${path}.auth`, fields.auth, say);
  const deployments = list(`${path}.deployments`, fields.deployments, say).map((item, at) =>
    readDeployment(`${path}.deployments[${at}]`, item, say),
  );
  const names = deployments.map((deployment) => deployment.name);
  unique(`${path}.deployments[].name`, names, say);
  const live = readShares(`${path}.live`, fields.live, names, say);
  const mirror = readShares(`${path}.mirror`, fields.mirror, names, say);
  checkShares(path, live, mirror, say);
  const limits =
    fields.limits === undefined ? {} : { limits: readLimits(`${path}.limits`, fields.limits, say) };
  const origin =
    fields.origin === undefined ? {} : { origin: readOrigin(`${path}.origin`, fields.origin, say) };
  const retryLost = readSwitch(`${path}.retryLost`, fields.retryLost, say);
  return { name, auth, ...limits, deployments, live, mirror, ...origin, ...(retryLost ? { retryLost } : {}) };
}

const mostOf = {
  requestsPerSecond: 1e9,
  newConnectionsPerSecond: 1e9,
  activeConnections: 1e9,
  // Buckets count in whole numbers, in parts of a byte.
  bytesPerSecond: 1e10,
} as const;

function readLimits(path: string, value: unknown, say: Say): TableLimits {
  const fields = fieldsOf(path, value, say);
  const given = Object.entries(mostOf).filter(([name]) => fields[name] !== undefined);
  return Object.fromEntries(
    given.map(([name, most]) => [name, integer(`${path}.${name}`, fields[name], [1, most], say)]),
  );
}

function readOrigin(path: string, value: unknown, say: Say): TableOrigin {
  const fields = fieldsOf(path, value, say);
  const named = (field: keyof TableOrigin) => text(`${path}.${field}`, fields[field], say);
  return {
    subscription: named('subscription'),
    workspace: named('workspace'),
    workspaceUid: named('workspaceUid'),
    location: named('location'),
  };
}

/** Absent is no: tables of before the switch are read as well. */
function readSwitch(path: string, value: unknown, say: Say): boolean {
  if (typeof value === 'boolean') return value;
  if (value !== undefined) say(path, value, 'true or false');
  return false;
}

function checkShares(path: string, live: readonly Share[], mirror: readonly Share[], say: Say): void {
  const liveSum = sum(live);
  if (liveSum !== 0 && liveSum !== WHOLE) {
    say(`the sum of ${path}.live`, liveSum, `0 or ${WHOLE} hundredths of a percent`);
  }
  if (sum(mirror) > WHOLE / 2) {
    say(`the sum of ${path}.mirror`, sum(mirror), `at most ${WHOLE / 2} hundredths of a percent`);
  }
  const living = live.filter((share) => share.hundredths > 0).map((share) => share.deployment);
  for (const share of mirror) {
    if (share.hundredths > 0 && living.includes(share.deployment)) {
      say(`${path}.mirror`, share.deployment, 'a deployment without live traffic');
    }
  }
}

function sum(shares: readonly Share[]): number {
  return shares.reduce((total, share) => total + share.hundredths, 0);
}

function readShares(path: string, value: unknown, names: readonly string[], say: Say): readonly Share[] {
  const shares = list(path, value, say).map((item, at) => {
    const fields = fieldsOf(`${path}[${at}]`, item, say);
    const deployment = text(`${path}[${at}].deployment`, fields.deployment, say);
    if (!names.includes(deployment)) {
      say(`${path}[${at}].deployment`, deployment, `one of the endpoint's deployments (${names.join(', ')})`);
    }
    const hundredths = integer(`${path}[${at}].hundredths`, fields.hundredths, [0, WHOLE], say);
    return { deployment, hundredths };
  });
  unique(
    `${path}[].deployment`,
    shares.map((share) => share.deployment),
    say,
  );
  return shares;
}

function readAuth(path: string, value: unknown, say: Say): TableAuth {
  const fields = fieldsOf(path, value, say);
  const kind = fields.kind;
  if (kind === 'none') return { kind };
  if (kind === 'token') return { kind, audience: text(`${path}.audience`, fields.audience, say) };
  if (kind === 'key') {
    const hashes = list(`${path}.hashes`, fields.hashes, say).map((hash, at) =>
      matching(`${path}.hashes[${at}]`, hash, [/^[0-9a-f]{64}$/, 'a lower-case hex SHA-256'], say),
    );
    return { kind, hashes };
  }
  say(`${path}.kind`, kind, 'none, key or token');
  return { kind: 'none' };
}

function readDeployment(path: string, value: unknown, say: Say): TableDeployment {
  const fields = fieldsOf(path, value, say);
  const positive = (field: string, most: number) =>
    integer(`${path}.${field}`, fields[field], [1, most], say);
  const instances = list(`${path}.instances`, fields.instances, say).map((item, at) =>
    readInstance(`${path}.instances[${at}]`, item, say),
  );
  unique(
    `${path}.instances[].id`,
    instances.map((instance) => instance.id),
    say,
  );
  return {
    name: nameOf(`${path}.name`, fields.name, say),
    revision: integer(`${path}.revision`, fields.revision, [0, Number.MAX_SAFE_INTEGER], say),
    slot: integer(`${path}.slot`, fields.slot, [0, Number.MAX_SAFE_INTEGER], say),
    timeoutMs: positive('timeoutMs', 2_147_483_647),
    maxConcurrentPerInstance: positive('maxConcurrentPerInstance', 1_000_000),
    pendingLimit: positive('pendingLimit', 1_000_000_000),
    scoringPath: matching(
      `${path}.scoringPath`,
      fields.scoringPath,
      [/^\/[\x21-\x7e]*$/, 'a path that begins with / and has only visible ASCII'],
      say,
    ),
    ...(fields.trace === undefined ? {} : { trace: readTrace(`${path}.trace`, fields.trace, say) }),
    instances,
  };
}

function readTrace(path: string, value: unknown, say: Say): TableTrace {
  const { parentBased, ratio } = fieldsOf(path, value, say);
  if (typeof parentBased !== 'boolean') say(`${path}.parentBased`, parentBased, 'true or false');
  const share = typeof ratio === 'number' && ratio >= 0 && ratio <= 1;
  if (!share) say(`${path}.ratio`, ratio, 'a number from 0 to 1');
  return { parentBased: parentBased === true, ratio: share ? ratio : 0 };
}

function readInstance(path: string, value: unknown, say: Say): TableInstance {
  const fields = fieldsOf(path, value, say);
  const address = readAddress(`${path}.address`, fields.address, say);
  return { id: text(`${path}.id`, fields.id, say), address };
}

function readAddress(path: string, value: unknown, say: Say): TableAddress {
  const fields = fieldsOf(path, value, say);
  if (fields.kind === 'unix') return { kind: 'unix', path: text(`${path}.path`, fields.path, say) };
  if (fields.kind === 'tcp') {
    const host = text(`${path}.host`, fields.host, say);
    return { kind: 'tcp', host, port: integer(`${path}.port`, fields.port, [1, 65_535], say) };
  }
  say(`${path}.kind`, fields.kind, 'unix or tcp');
  return { kind: 'unix', path: '' };
}
