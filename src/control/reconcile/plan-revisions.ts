import type { Deployment, Failure } from '../../domain/deployment.ts';
import { startDeadline } from '../../domain/health.ts';
import { nextStart, rounds, roundsBeforeGivingUp } from '../../domain/restart.ts';
import type { Action, DeploymentView, InstanceView, Plan, World } from './world.ts';

/** A broken environment of something that serves is tried again this often. */
const rebuildAfterMs = 60_000;

/**
 * Healthy first, then switch, then drain: keeps the wanted number of instances of the serving revision, brings up
 * the target beside it, switches when all of the target is ready, and gives up a target that cannot start.
 */
export function planRevisions(view: DeploymentView, world: World): Plan {
  const { deployment } = view;
  const wanted = wantedRevisions(deployment);
  const plans = wanted.map((revision) => planRevision(view, revision, world.now));
  const wakes = plans.flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
  const actions = [
    ...plans.flatMap((one) => one.actions),
    ...retire(view, wanted),
    ...planSwitch(view),
    ...planSettled(view, world),
  ];
  return { actions, wakeAt: wakes.length === 0 ? null : Math.min(...wakes) };
}

/** The serving revision, and the target unless it was given up. */
function wantedRevisions({
  servingRevision,
  targetRevision,
  failure,
  generation,
  observedGeneration,
}: Deployment): number[] {
  const givenUp = failure !== null && observedGeneration === generation;
  const revisions = [servingRevision, givenUp ? null : targetRevision].filter((number) => number !== null);
  return [...new Set(revisions)];
}

function planRevision(view: DeploymentView, revision: number, now: number): Plan {
  const { deployment } = view;
  const count = deployment.spec.instanceCount;
  const live = liveOf(view, revision);
  if (live.length > count) return { actions: surplus(live, count), wakeAt: null };
  if (live.length === count) return { actions: [], wakeAt: null };

  const newcomer = revision !== deployment.servingRevision;
  const failure = newcomer ? cannotStart(view, revision) : null;
  if (failure !== null) return settle(deployment, failure);

  const run = view.revisions.find(({ number }) => number === revision)?.run;
  const environment = view.environments.get(revision);
  if (run === undefined || environment === undefined) return { actions: [], wakeAt: null };
  switch (environment.state) {
    case 'building':
      return { actions: [], wakeAt: null };
    case 'absent':
      return {
        actions: [{ kind: 'build-environment', definition: run.environment, why: 'an instance needs it' }],
        wakeAt: null,
      };
    case 'failed': {
      const stale = newcomer ? environment.at < deployment.modifiedAt : environment.at + rebuildAfterMs < now;
      if (stale)
        return {
          actions: [{ kind: 'build-environment', definition: run.environment, why: 'the last build failed' }],
          wakeAt: null,
        };
      return newcomer
        ? settle(deployment, {
            code: 'ImageBuildFailure',
            message: `The environment could not be built.\n${environment.message}`,
          })
        : { actions: [], wakeAt: environment.at + rebuildAfterMs };
    }
    case 'built': {
      const at = nextStart(
        deathsOf(view, revision).map(({ row }) => row.since),
        now,
      );
      if (at > now) return { actions: [], wakeAt: at };
      const why = `${live.length} of ${count} instances run`;
      const missing = Array.from(
        { length: count - live.length },
        (): Action => ({
          kind: 'add-instance',
          deploymentUid: deployment.uid,
          revision,
          why,
        }),
      );
      return { actions: missing, wakeAt: null };
    }
    default:
      return environment satisfies never;
  }
}

/** Why a revision that never served is given up; null while there is hope. */
function cannotStart(view: DeploymentView, revision: number): Failure | null {
  const deaths = deathsOf(view, revision);
  const said = deaths.flatMap(({ running }) =>
    running?.said?.kind === 'failed' ? [running.said.failure] : [],
  )[0];
  if (said !== undefined) return said;
  const allowed = startDeadline(view.deployment.spec.liveness);
  const hung = deaths.some(({ row }) => row.since - row.startedAt >= allowed);
  if (!hung && rounds(deaths.map(({ row }) => row.since)) < roundsBeforeGivingUp) return null;
  const last = deaths.at(-1)?.row.reason ?? '';
  return { code: 'ResourceNotReady', message: `No instance became ready. ${last}`.trim() };
}

function planSwitch(view: DeploymentView): Action[] {
  const { deployment } = view;
  const { targetRevision, servingRevision, spec, failure, generation, observedGeneration } = deployment;
  if (targetRevision === servingRevision || (failure !== null && observedGeneration === generation))
    return [];
  if (readyOf(view, targetRevision).length < spec.instanceCount) return [];
  return [
    { kind: 'serve-revision', deployment, revision: targetRevision, why: 'all its instances are ready' },
  ];
}

function planSettled(view: DeploymentView, { published }: World): Action[] {
  const { deployment } = view;
  const { targetRevision, servingRevision, generation, observedGeneration, spec } = deployment;
  if (observedGeneration === generation || targetRevision !== servingRevision) return [];
  const ready = readyOf(view, targetRevision);
  const seen = ready.every(({ row }) => published.instances.has(row.id));
  if (
    ready.length !== spec.instanceCount ||
    !seen ||
    published.deployments.get(deployment.uid) !== generation
  )
    return [];
  return [{ kind: 'settle-deployment', deployment, failure: null, why: 'every router runs its generation' }];
}

/** Instances of revisions that nobody wants any more. */
function retire(view: DeploymentView, wanted: readonly number[]): Action[] {
  return view.instances
    .filter(({ row }) => isLive(row.state) && !wanted.includes(row.revision))
    .map(({ row }) => stopping(row, 'its revision was replaced'));
}

function surplus(live: readonly InstanceView[], count: number): Action[] {
  const rank = { starting: 0, unhealthy: 1, ready: 2, stopping: 3, failed: 3 } as const;
  const order = [...live].sort(
    (one, other) => rank[one.row.state] - rank[other.row.state] || other.row.startedAt - one.row.startedAt,
  );
  return order.slice(0, live.length - count).map(({ row }) => stopping(row, `${count} instances are enough`));
}

function stopping(instance: InstanceView['row'], why: string): Action {
  return { kind: 'mark-instance', instance, state: 'stopping', reason: why, why };
}

function settle(deployment: Deployment, failure: Failure): Plan {
  if (deployment.observedGeneration === deployment.generation) return { actions: [], wakeAt: null };
  return {
    actions: [{ kind: 'settle-deployment', deployment, failure, why: failure.message }],
    wakeAt: null,
  };
}

function isLive(state: InstanceView['row']['state']): boolean {
  return state === 'starting' || state === 'ready' || state === 'unhealthy';
}

function liveOf(view: DeploymentView, revision: number): InstanceView[] {
  return view.instances.filter(({ row }) => row.revision === revision && isLive(row.state));
}

function readyOf(view: DeploymentView, revision: number): InstanceView[] {
  return view.instances.filter(({ row }) => row.revision === revision && row.state === 'ready');
}

function deathsOf(view: DeploymentView, revision: number): InstanceView[] {
  return view.instances.filter(({ row }) => row.revision === revision && row.state === 'failed');
}
