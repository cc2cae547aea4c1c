import type { Holding } from '../domain/autoscale/ports.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Endpoint, Percentages } from '../domain/endpoint.ts';
import type { Instance } from '../domain/instance.ts';
import { effectiveLimit, type LimitLayers, type Limits } from '../domain/limits.ts';
import type { Address } from '../domain/ports.ts';
import type { StoredRevision } from '../domain/store.ts';
import { isEnabled, retryLost } from '../domain/switches.ts';
import type { Workspace } from '../domain/workspace.ts';
import type {
  Share,
  Table,
  TableAuth,
  TableDeployment,
  TableEndpoint,
  TableLimits,
  TableTrace,
} from '../table/table.ts';

export type TableInput = {
  readonly endpoints: readonly Endpoint[];
  readonly deployments: readonly {
    readonly deployment: Deployment;
    readonly revisions: readonly StoredRevision[];
    readonly instances: readonly { readonly row: Instance; readonly address: Address | undefined }[];
    /** It may sleep: requests that come then wait. */
    readonly hold?: Holding | undefined;
  }[];
  readonly workspaces: readonly Workspace[];
  /** What was set, by the uids of workspaces and endpoints. */
  readonly limits: ReadonlyMap<string, Limits>;
  readonly tokenKeys: Table['tokenKeys'];
  readonly hash: (key: string) => string;
  /** Scoring needs no credential: the private, per-user Teal of `--local`. */
  readonly anonymousScoring: boolean;
  /** Which requests get spans where a deployment asks for them; undefined when there is nowhere to send any. */
  readonly trace: TableTrace | undefined;
};

/**
 * Audience of what callers show: an endpoint's own token opens no other. In mode aad_token it is Azure ML itself, because
 * callers bring a token of their own credential, which they asked for without naming an endpoint.
 */
export function tokenAudience({ uid, spec }: Pick<Endpoint, 'uid' | 'spec'>): string {
  return spec.authMode === 'aad_token' ? 'https://ml.azure.com' : `teal:endpoint:${uid}`;
}

/** The table that follows from the rows, without its version. Deployments that never served are left out. */
export function compileTable(input: TableInput): Omit<Table, 'version'> {
  const deployments = Map.groupBy(input.deployments, ({ deployment }) => deployment.endpointUid);
  const endpoints = input.endpoints
    .filter((endpoint) => !endpoint.deleting)
    .map((endpoint) => compileEndpoint(endpoint, deployments.get(endpoint.uid) ?? [], input));
  return { tokenKeys: input.tokenKeys, endpoints };
}

function compileEndpoint(
  endpoint: Endpoint,
  own: TableInput['deployments'],
  input: TableInput,
): TableEndpoint {
  const layers = layersOf(endpoint, input.limits);
  const deployments = own
    .filter(({ deployment }) => !deployment.deleting)
    .flatMap((view) => compileDeployment(view, { trace: input.trace, layers }));
  const serving = new Set(deployments.map(({ name }) => name));
  return {
    name: endpoint.name,
    auth: authOf(endpoint, input),
    ...limitsOf(layers),
    deployments,
    live: shares(endpoint.spec.traffic, serving),
    mirror: shares(endpoint.spec.mirror, serving),
    ...originOf(endpoint, input),
    ...(isEnabled(endpoint.spec.properties, retryLost) ? { retryLost: true } : {}),
  };
}

function layersOf(endpoint: Endpoint, limits: TableInput['limits']): LimitLayers {
  return {
    compute: endpoint.spec.compute,
    workspace: limits.get(endpoint.workspaceUid) ?? {},
    endpoint: limits.get(endpoint.uid) ?? {},
  };
}

/** What there is no limit of is left out. */
function limitsOf(layers: LimitLayers): { limits?: TableLimits } {
  const value = (name: Parameters<typeof effectiveLimit>[0]) => effectiveLimit(name, layers).value;
  const all = {
    requestsPerSecond: value('requestsPerSecond'),
    newConnectionsPerSecond: value('newConnectionsPerSecond'),
    activeConnections: value('activeConnections'),
    bytesPerSecond: value('bandwidthBytesPerSecond'),
  };
  const given = Object.entries(all).filter(([, limit]) => limit !== 'none');
  return given.length === 0 ? {} : { limits: Object.fromEntries(given) };
}

/** More than this nobody can have pending. */
const unlimited = 1_000_000_000;

function pendingLimitOf(layers: LimitLayers, atOnce: number): number {
  const { value } = effectiveLimit('pendingRequestsFactor', layers);
  return value === 'none' ? unlimited : Math.min(unlimited, value * atOnce);
}

function originOf({ workspaceUid }: Endpoint, { workspaces }: TableInput): Pick<TableEndpoint, 'origin'> {
  const found = workspaces.find(({ uid }) => uid === workspaceUid);
  if (found === undefined) return {};
  const { subscription, name, location } = found;
  return { origin: { subscription, workspace: name, workspaceUid, location } };
}

function compileDeployment(
  { deployment, revisions, instances, hold }: TableInput['deployments'][number],
  { trace, layers }: { readonly trace: TableInput['trace']; readonly layers: LimitLayers },
): TableDeployment[] {
  const revision = revisions.find(({ number }) => number === deployment.servingRevision);
  if (revision === undefined) return [];
  const { requestSettings, instanceCount, appInsights } = deployment.spec;
  const ready = instances.flatMap(({ row, address }) =>
    row.state === 'ready' && row.revision === revision.number && address !== undefined
      ? [{ id: row.id, address }]
      : [],
  );
  return [
    {
      name: deployment.name,
      revision: revision.number,
      slot: revision.slot,
      timeoutMs: requestSettings.timeoutMs,
      maxConcurrentPerInstance: requestSettings.maxConcurrentPerInstance,
      // Those that it slept through are let in together, so that as many may stand in line.
      pendingLimit: Math.max(
        pendingLimitOf(layers, requestSettings.maxConcurrentPerInstance * instanceCount),
        hold?.limit ?? 1,
      ),
      scoringPath: '/score',
      ...(appInsights && trace !== undefined ? { trace } : {}),
      instances: ready,
      ...(hold === undefined ? {} : { hold: { limit: hold.limit, waitMs: hold.waitMs } }),
    },
  ];
}

function authOf(endpoint: Endpoint, input: TableInput): TableAuth {
  if (input.anonymousScoring) return { kind: 'none' };
  if (endpoint.spec.authMode === 'key') {
    return { kind: 'key', hashes: [input.hash(endpoint.keys.primary), input.hash(endpoint.keys.secondary)] };
  }
  return { kind: 'token', audience: tokenAudience(endpoint) };
}

function shares(percentages: Percentages, serving: ReadonlySet<string>): Share[] {
  return Object.entries(percentages)
    .filter(([deployment, percent]) => percent > 0 && serving.has(deployment))
    .map(([deployment, percent]) => ({ deployment, hundredths: Math.round(percent * 100) }));
}
