import type { EnvironmentStatus, RunningInstance } from '../../domain/ports.ts';
import type { StoredRevision } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import type { Prober } from './prober.ts';
import { unconfirmed } from './publish.ts';
import type { DeploymentView, InstanceView, Published, World } from './world.ts';

/**
 * Reads intent and facts into one world. `busy` holds the ids of instances whose start or stop is under way;
 * `published` is what every router confirmed, undefined when that is not known.
 */
export async function observe(
  parts: Pick<Parts, 'store' | 'driver' | 'environments' | 'clock'>,
  seen: {
    readonly prober: Prober;
    readonly busy: ReadonlySet<string>;
    readonly published: Published | undefined;
  },
): Promise<World> {
  const { rows } = parts.store;
  const [endpoints, deployments, revisions, instances, running] = await Promise.all([
    rows.endpoints.list(),
    rows.deployments.list(),
    rows.revisions.list(),
    rows.instances.list(),
    parts.driver.list(),
  ]);
  const runningById = new Map(running.map((instance) => [instance.id, instance]));
  const revisionsOf = groupBy(revisions, ({ deploymentUid }) => deploymentUid);
  const instancesOf = groupBy(instances, ({ deploymentUid }) => deploymentUid);
  const views = deployments.map((deployment): DeploymentView => {
    const own = revisionsOf.get(deployment.uid) ?? [];
    const { targetRevision, servingRevision } = deployment;
    const needed = own.filter(({ number }) => number === targetRevision || number === servingRevision);
    return {
      deployment,
      revisions: own,
      environments: new Map(needed.map((revision) => [revision.number, statusOf(parts, revision)])),
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
  const known = new Set(instances.map(({ id }) => id));
  const orphans = running.filter(({ id }: RunningInstance) => !known.has(id) && !seen.busy.has(id));
  const published = seen.published ?? unconfirmed({ endpoints, deployments: views });
  return { now: parts.clock.now(), endpoints, deployments: views, orphans, published };
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
