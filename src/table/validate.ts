/** Turns what came from a wire or a disk into a `Table`, or says everything that is wrong with it. */
import type {
  Share,
  Table,
  TableAddress,
  TableAuth,
  TableDeployment,
  TableEndpoint,
  TableInstance,
} from './table.ts';

/** `problems` are sentences that name the field, its value and what is allowed; never empty. */
export type Validation =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

type Fields = Readonly<Record<string, unknown>>;
type Say = (path: string, value: unknown, allowed: string) => void;

const WHOLE = 10_000;

/**
 * Checks shapes and the rules between fields: shares name deployments of their endpoint, live shares sum to 0 or
 * 10,000 hundredths, mirror shares to at most 5,000, no deployment has both, names and slots are unique.
 * The answer is a fresh object without unknown fields.
 */
export function validateTable(value: unknown): Validation {
  const problems: string[] = [];
  const say: Say = (path, found, allowed) =>
    problems.push(`${path} is ${show(found)}; it must be ${allowed}`);
  const table = readTable(value, say);
  return problems.length === 0 ? { kind: 'table', table } : { kind: 'problems', problems };
}

function readTable(value: unknown, say: Say): Table {
  const fields = fieldsOf('table', value, say);
  const version = integer('version', fields.version, [0, Number.MAX_SAFE_INTEGER], say);
  const tokenKeys = readTokenKeys(fields.tokenKeys, say);
  const endpoints = list('endpoints', fields.endpoints, say).map((item, at) =>
    readEndpoint(`endpoints[${at}]`, item, say),
  );
  unique(
    'endpoints[].name',
    endpoints.map((endpoint) => endpoint.name),
    say,
  );
  const slots = endpoints.flatMap((endpoint) => endpoint.deployments.map((deployment) => deployment.slot));
  unique('endpoints[].deployments[].slot', slots, say);
  return { version, tokenKeys, endpoints };
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
  return { name, auth, deployments, live, mirror };
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
    instances,
  };
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

function fieldsOf(path: string, value: unknown, say: Say): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  say(path, value, 'an object');
  return {};
}

function list(path: string, value: unknown, say: Say): readonly unknown[] {
  if (Array.isArray(value)) return value;
  say(path, value, 'an array');
  return [];
}

function text(path: string, value: unknown, say: Say): string {
  return matching(path, value, [/^[^\0]+$/, 'a text that is not empty'], say);
}

function nameOf(path: string, value: unknown, say: Say): string {
  return matching(path, value, [/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, . _ and -'], say);
}

function matching(path: string, value: unknown, rule: readonly [RegExp, string], say: Say): string {
  if (typeof value === 'string' && rule[0].test(value)) return value;
  say(path, value, rule[1]);
  return '';
}

function integer(path: string, value: unknown, range: readonly [number, number], say: Say): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= range[0] && value <= range[1]) {
    return value;
  }
  say(path, value, `an integer from ${range[0]} to ${range[1]}`);
  return range[0];
}

function unique(path: string, values: readonly (string | number)[], say: Say): void {
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined) say(path, twice, 'given once');
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
