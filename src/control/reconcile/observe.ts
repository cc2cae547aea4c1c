import type { Governed } from '../../domain/autoscale/ports.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Instance } from '../../domain/instance.ts';
import type { EnvironmentStatus, RunningInstance } from '../../domain/ports.ts';
import type { StoredRevision } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import type { Scope } from './agenda.ts';
import type { Prober } from './prober.ts';
import { unconfirmed } from './publish.ts';
import type { DeploymentView, InstanceView, Published, World } from './world.ts';

type Doors = Pick<Parts, 'store' | 'driver' | 'environments' | 'clock'>;

/**
 * `busy` holds the ids of instances whose start or stop is under way; `published` is what every router confirmed of an
 * endpoint, undefined when that is not known.
 */
export type Seen = {
  readonly prober: Prober;
  readonly busy: ReadonlySet<string>;
  readonly published: (endpointUid: string) => Published | undefined;
};

export type Observation = {
  /** By endpoint uid; those of the scope that have no row any more are not in it. */
  readonly worlds: ReadonlyMap<string, World>;
  /** Running, but no row of ours knows it; looked for when the scope is all. */
  readonly orphans: readonly RunningInstance[];
};

/** Reads intent and facts, a world for each endpoint of the scope: nothing of one endpoint matters to another. */
export async function observe(parts: Doors, scope: Scope, seen: Seen): Promise<Observation> {
  const facts = scope === 'all' ? await everything(parts) : await someOf(parts, scope);
  const now = parts.clock.now();
  const views = groupBy(viewsOf(parts, facts, seen), ({ deployment }) => deployment.endpointUid);
  const worlds = new Map(
    facts.endpoints.map((endpoint) => {
      const known = seen.published(endpoint.uid);
      return [endpoint.uid, worldOf(endpoint, views.get(endpoint.uid) ?? [], { now, known })];
    }),
  );
  const known = new Set(facts.instances.map(({ id }) => id));
  const orphans =
    scope === 'all' ? facts.running.filter(({ id }) => !known.has(id) && !seen.busy.has(id)) : [];
  return { worlds, orphans };
}

function worldOf(
  endpoint: Endpoint,
  deployments: readonly DeploymentView[],
  { now, known }: { readonly now: number; readonly known: Published | undefined },
): World {
  const endpoints = [endpoint];
  const published = known ?? unconfirmed({ endpoints, deployments });
  return { now, endpoints, deployments, orphans: [], published };
}

type Facts = {
  readonly endpoints: readonly Endpoint[];
  readonly deployments: readonly Deployment[];
  readonly revisions: readonly StoredRevision[];
  readonly instances: readonly Instance[];
  readonly running: readonly RunningInstance[];
  readonly governed: readonly Governed[];
};

async function everything({ store: { rows }, driver }: Doors): Promise<Facts> {
  const [endpoints, deployments, revisions, instances, running, governed] = await Promise.all([
    rows.endpoints.list(),
    rows.deployments.list(),
    rows.revisions.list(),
    rows.instances.list(),
    driver.list(),
    rows.autoscale.governed(),
  ]);
  return { endpoints, deployments, revisions, instances, running, governed };
}

async function someOf({ store: { rows }, driver }: Doors, uids: ReadonlySet<string>): Promise<Facts> {
  const found = await Promise.all([...uids].map((uid) => rows.endpoints.get(uid)));
  const endpoints = found.filter((endpoint) => endpoint !== undefined);
  const deployments = (await Promise.all(endpoints.map(({ uid }) => rows.deployments.list(uid)))).flat();
  const deploymentUids = deployments.map(({ uid }) => uid);
  const [revisions, instances, governed] = await Promise.all([
    rows.revisions.list(deploymentUids),
    rows.instances.list(deploymentUids),
    rows.autoscale.governed(deploymentUids),
  ]);
  const running = await driver.list(instances.map(({ id }) => id));
  return { endpoints, deployments, revisions, instances, running, governed };
}

function viewsOf(parts: Doors, facts: Facts, seen: Seen): DeploymentView[] {
  const runningById = new Map(facts.running.map((instance) => [instance.id, instance]));
  const revisionsOf = groupBy(facts.revisions, ({ deploymentUid }) => deploymentUid);
  const policies = new Map(facts.governed.map(({ deploymentUid, policy }) => [deploymentUid, policy]));
  const instancesOf = groupBy(facts.instances, ({ deploymentUid }) => deploymentUid);
  return facts.deployments.map((deployment): DeploymentView => {
    const own = revisionsOf.get(deployment.uid) ?? [];
    const policy = policies.get(deployment.uid);
    return {
      deployment,
      revisions: own,
      hold: policy?.minimum === 0 ? policy.hold : undefined,
      environments: new Map(
        neededOf(deployment, own).map((revision) => [revision.number, statusOf(parts, revision)]),
      ),
      instances: (instancesOf.get(deployment.uid) ?? []).map(
        (row): InstanceView => ({
          row,
          running: runningById.get(row.id),
          busy: seen.busy.has(row.id),
          vitals: seen.prober.vitals(row.id),
        }),
      ),
    };
  });
}

/** The target and the serving revision. */
export function neededOf(
  { targetRevision, servingRevision }: Deployment,
  revisions: readonly StoredRevision[],
): readonly StoredRevision[] {
  return revisions.filter(({ number }) => number === targetRevision || number === servingRevision);
}

function statusOf({ environments }: Pick<Parts, 'environments'>, { run }: StoredRevision): EnvironmentStatus {
  return environments.status(environments.keyOf(run.environment));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
