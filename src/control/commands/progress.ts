import type { Operation } from '../../domain/operation.ts';
import type { Parts } from '../parts.ts';

/** How far a long change has come, for people who wait. */
export type Progress = { readonly step: string; readonly detail: string };

/** The step in which the environment's own log tells more than an instance's. */
export const buildStep = 'building environment';

/** What a change that is under way waits for, read from state; null once it has ended. */
export async function progressOf(parts: Parts, operation: Operation): Promise<Progress | null> {
  if (operation.endedAt !== null) return null;
  if (operation.verb === 'delete') return { step: 'stopping', detail: 'waiting for requests in flight' };
  if (operation.object === 'endpoint') return { step: 'publishing', detail: 'waiting for every router' };
  const deployment = await parts.store.rows.deployments.get(operation.objectUid);
  if (deployment === undefined) return null;
  const revisions = await parts.store.rows.revisions.list(deployment.uid);
  const run = revisions.find(({ number }) => number === deployment.targetRevision)?.run;
  const environment = run && parts.environments.status(parts.environments.keyOf(run.environment));
  if (environment?.state === 'building') return { step: buildStep, detail: environment.lastLine };
  const instances = (await parts.store.rows.instances.list()).filter(
    ({ deploymentUid, revision }) =>
      deploymentUid === deployment.uid && revision === deployment.targetRevision,
  );
  const ready = instances.filter(({ state }) => state === 'ready').length;
  return { step: 'starting instances', detail: `${ready} of ${deployment.spec.instanceCount} ready` };
}
