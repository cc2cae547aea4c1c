import type { Deployment } from '../domain/deployment.ts';
import type { Instance } from '../domain/instance.ts';

/** What a deployment's instances are at this moment; the oldest first. Times are ISO 8601. */
export function renderInstances(
  { name, uid, targetRevision, servingRevision }: Deployment,
  instances: readonly Instance[],
) {
  return {
    deployment: name,
    targetRevision,
    servingRevision,
    instances: instances
      .filter(({ deploymentUid }) => deploymentUid === uid)
      .map(({ id, revision, state, startedAt, since, reason }) => ({
        id,
        revision,
        state,
        startTime: new Date(startedAt).toISOString(),
        since: new Date(since).toISOString(),
        reason,
      })),
  };
}
