import { planStopping } from './plan-instances.ts';
import type { Action, DeploymentView, InstanceView, Published } from './world.ts';

const why = 'its deployment was deleted';

/** Out of the table, then stopped, then forgotten: in that order nobody is sent to what is gone. */
export function planRemoval(view: DeploymentView, published: Published): Action[] {
  const { deployment, instances } = view;
  if (instances.length > 0) return instances.flatMap((instance) => endInstance(instance, view, published));
  if (published.deployments.has(deployment.uid)) return [];
  return [{ kind: 'remove-deployment', deployment, why: 'it was deleted and its instances are gone' }];
}

function endInstance(instance: InstanceView, { deployment }: DeploymentView, published: Published): Action[] {
  if (instance.busy) return [];
  if (instance.row.state === 'stopping') return planStopping(instance, deployment, published);
  return [{ kind: 'mark-instance', instance: instance.row, state: 'stopping', reason: why, why }];
}
