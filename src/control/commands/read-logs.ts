import type { Deployment } from '../../domain/deployment.ts';
import type { Instance } from '../../domain/instance.ts';
import type { LogContainer } from '../../domain/ports.ts';
import type { Parts } from '../parts.ts';

/**
 * The last `tail` lines of one instance (of the newest revision the one that has been ready longest, so most requests
 * are in it; else the one that failed last), or of the build of the environment. A sentence instead of nothing when there is no log yet.
 */
export async function readLogs(
  parts: Parts,
  deployment: Deployment,
  container: LogContainer,
  tail: number,
): Promise<string> {
  if (container === 'storage-initializer') return buildLog(parts, deployment, tail);
  const instances = (await parts.store.rows.instances.list()).filter(
    ({ deploymentUid }) => deploymentUid === deployment.uid,
  );
  const chosen = [...instances].sort(byInterest)[0];
  if (chosen === undefined)
    return `No instance of the deployment '${deployment.name}' has been started yet. Its build log is in the container storage-initializer.`;
  return parts.driver.logs(chosen.id, tail);
}

async function buildLog(parts: Parts, deployment: Deployment, tail: number): Promise<string> {
  const revisions = await parts.store.rows.revisions.list(deployment.uid);
  const run = revisions.find(({ number }) => number === deployment.targetRevision)?.run;
  const text = run && (await parts.environments.log(parts.environments.keyOf(run.environment), tail));
  return text || `Nothing was built for the deployment '${deployment.name}' yet.`;
}

const rank = { ready: 0, unhealthy: 1, starting: 2, failed: 3, stopping: 4 } as const;

function byInterest(one: Instance, other: Instance): number {
  const age = one.since - other.since;
  const ready = one.state === 'ready';
  return other.revision - one.revision || rank[one.state] - rank[other.state] || (ready ? age : -age);
}
