/** One look at one deployment that is governed, and what follows from it. */
import type { LoadReader, Memory } from '../../domain/autoscale/ports.ts';
import type { Decision } from '../../domain/autoscale/settings.ts';
import { underLimit } from '../../domain/autoscale/under-limit.ts';
import { type Deployment, deploymentState } from '../../domain/deployment.ts';
import { mostOf } from '../../domain/limits.ts';
import type { Rows } from '../../domain/store.ts';
import { layersOf } from '../commands/check-room.ts';
import { scaleDeployment } from '../commands/scale-deployment.ts';
import type { Parts } from '../parts.ts';
import { decide } from './decide.ts';
import { autoscaleActor, differs, noted, noticed } from './memory.ts';
import type { Recent } from './recent.ts';
import type { Target } from './targets.ts';

export type Means = {
  readonly reader: LoadReader;
  readonly recent: Recent;
  /** ARM id of a deployment, for the history. */
  readonly idOf: (endpoint: Target['endpoint'], deployment: string) => Promise<string>;
  /** Tells the reconciler of a change. */
  readonly nudge: (endpointUid: string) => void;
};

export type Occasion = { readonly trusted: boolean; readonly waiting: number | null };

/** Answers with what is remembered from now on; `undefined` when the deployment is gone. */
export async function lookAt(
  parts: Parts,
  means: Means,
  target: Target,
  occasion: Occasion,
): Promise<Memory | undefined> {
  const deployment = await parts.store.rows.deployments.get(target.deploymentUid);
  if (deployment === undefined || deployment.deleting) return undefined;
  const now = parts.clock.now();
  const memory = noticed(target.memory, deployment, now);
  const wanted = await decided(means, { ...target, memory }, { deployment, now, ...occasion });
  const decision = await allowed(parts.store.rows, target, {
    wanted,
    instances: deployment.spec.instanceCount,
  });
  const after = noted(memory, decision, { from: deployment.spec.instanceCount, now });
  const governed = { deploymentUid: deployment.uid, policy: target.policy, memory: after };
  if (decision.instances !== deployment.spec.instanceCount) {
    const done = await scale(parts, means, { target, deployment, decision, governed });
    return done ? after : memory;
  }
  if (differs(target.memory, after)) await keep(parts, target, governed);
  return after;
}

type Scene = Occasion & { readonly deployment: Deployment; readonly now: number };

async function decided(means: Means, target: Target, scene: Scene): Promise<Decision> {
  const { deployment, now, trusted, waiting } = scene;
  const { instanceCount: instances } = deployment.spec;
  const state = deploymentState(deployment);
  if (state !== 'Succeeded') return { instances, verdict: 'waits', why: `the deployment is ${state}` };
  const { changed } = target.memory;
  return decide(target, means, {
    now,
    instances,
    changedAt: changed?.at ?? null,
    changedBy: changed?.who ?? null,
    trusted,
    waiting,
  });
}

/** The limit may have been lowered below what was allowed when the policy was written. */
async function allowed(
  rows: Rows,
  { endpoint }: Target,
  { wanted, instances }: { readonly wanted: Decision; readonly instances: number },
): Promise<Decision> {
  if (wanted.instances <= instances) return wanted;
  const most = mostOf('instancesPerDeployment', await layersOf(rows, endpoint));
  return underLimit(wanted, most, { instances });
}

type Step = {
  readonly target: Target;
  readonly deployment: Deployment;
  readonly decision: Decision;
  readonly governed: Parameters<typeof scaleDeployment>[1]['governed'];
};

/** By the same way as a person's update; false when somebody else was quicker. */
async function scale(
  parts: Parts,
  means: Means,
  { target, deployment, decision, governed }: Step,
): Promise<boolean> {
  const { endpoint } = target;
  const done = await scaleDeployment(parts, {
    actor: autoscaleActor,
    reason: decision.why.slice(0, 500),
    objectId: await means.idOf(endpoint, deployment.name),
    deploymentUid: deployment.uid,
    generation: deployment.generation,
    instances: decision.instances,
    governed,
    stands: (rows) => stands(rows, target),
  });
  if (!done) return false;
  parts.log('info', 'autoscale', {
    endpoint: endpoint.name,
    deployment: deployment.name,
    from: deployment.spec.instanceCount,
    to: decision.instances,
    why: decision.why,
  });
  means.nudge(endpoint.uid);
  return true;
}

/** A policy that was changed meanwhile has begun a memory of its own. */
async function keep(parts: Parts, target: Target, governed: Step['governed']): Promise<void> {
  await parts.store.change(async (rows) => {
    if ((await rows.deployments.get(governed.deploymentUid)) === undefined) return;
    if (await stands(rows, target)) await rows.autoscale.saveGoverned(governed);
  });
}

/** Whether what a decision is made by is what the store has. */
async function stands(rows: Rows, { how, policy, deploymentUid }: Target): Promise<boolean> {
  const [known] = await rows.autoscale.governed([deploymentUid]);
  if (JSON.stringify(known?.policy ?? null) !== JSON.stringify(policy)) return false;
  if (how.kind !== 'rules') return true;
  return JSON.stringify(await rows.autoscale.setting(how.setting)) === JSON.stringify(how.setting);
}
