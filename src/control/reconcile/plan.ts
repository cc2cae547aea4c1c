import type { Endpoint } from '../../domain/endpoint.ts';
import { planInstances } from './plan-instances.ts';
import { planRemoval } from './plan-removal.ts';
import { planRevisions } from './plan-revisions.ts';
import type { Action, DeploymentView, Plan, World } from './world.ts';

/**
 * What to do next, from what is wanted and what is seen: pure, so that it can be tested and printed.
 * Rules may assume that everything they read is true now, and that their actions are carried out or tried again.
 */
export function plan(world: World): Plan {
  const plans = world.deployments.map((view) => planDeployment(view, world));
  const wakes = plans.flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
  return {
    actions: [
      ...plans.flatMap(({ actions }) => actions),
      ...world.endpoints.flatMap((endpoint) => planEndpoint(endpoint, world)),
      ...world.orphans.flatMap((orphan): Action[] => {
        const why = 'no deployment wants it any more';
        return orphan.alive
          ? [{ kind: 'stop-instance', id: orphan.id, graceMs: 0, why }]
          : [{ kind: 'remove-instance', id: orphan.id, why }];
      }),
    ],
    wakeAt: wakes.length === 0 ? null : Math.min(...wakes),
  };
}

function planDeployment(view: DeploymentView, world: World): Plan {
  if (view.deployment.deleting) return { actions: planRemoval(view, world.published), wakeAt: null };
  const marks = planInstances(view, world);
  // What a mark changes decides the rest: the next pass sees it.
  if (marks.actions.some(({ kind }) => kind === 'mark-instance')) return marks;
  const rest = planRevisions(view, world);
  const wakes = [marks.wakeAt, rest.wakeAt].filter((at) => at !== null);
  return {
    actions: [...marks.actions, ...rest.actions],
    wakeAt: wakes.length === 0 ? null : Math.min(...wakes),
  };
}

function planEndpoint(endpoint: Endpoint, { published, deployments }: World): Action[] {
  const runs = published.endpoints.get(endpoint.uid);
  if (endpoint.deleting) {
    const left = deployments.some(({ deployment }) => deployment.endpointUid === endpoint.uid);
    if (left || runs !== undefined) return [];
    return [{ kind: 'remove-endpoint', endpoint, why: 'it was deleted and nothing of it is left' }];
  }
  if (endpoint.observedGeneration === endpoint.generation || runs !== endpoint.generation) return [];
  return [{ kind: 'settle-endpoint', endpoint, why: 'every router runs its generation' }];
}
