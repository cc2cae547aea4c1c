import type { Deployment } from '../../domain/deployment.ts';
import { crossed, startDeadline } from '../../domain/health.ts';
import type { Instance, InstanceState } from '../../domain/instance.ts';
import type { RunningInstance } from '../../domain/ports.ts';
import { deathMemoryMs } from '../../domain/restart.ts';
import type { Action, DeploymentView, InstanceView, Plan, Published, World } from './world.ts';

/** How long a broken instance gets between TERM and KILL: it has nothing to finish. */
const brokenGraceMs = 2000;

/** Folders of the dead that are kept for their logs. */
const keptForLogs = 3;

/** Moves the instances of a deployment through their states and cleans up after the ones that ended. */
export function planInstances(view: DeploymentView, world: World): Plan {
  const { deployment } = view;
  const wakes: number[] = [];
  const actions = view.instances.flatMap((instance) => {
    if (instance.busy) return [];
    switch (instance.row.state) {
      case 'starting':
        wakes.push(instance.row.startedAt + startDeadline(deployment.spec.liveness));
        return planStarting(instance, deployment, world.now);
      case 'ready':
      case 'unhealthy':
        return planRunning(instance, deployment);
      case 'stopping':
        return planStopping(instance, deployment, world.published);
      case 'failed':
        return planFailed(instance, view, world.now);
      default:
        return instance.row.state satisfies never;
    }
  });
  return { actions, wakeAt: wakes.length === 0 ? null : Math.min(...wakes) };
}

/** Ends what is being taken away, once no router can send to it any more. Shared with removal. */
export function planStopping(
  { row, running }: InstanceView,
  deployment: Deployment,
  published: Published,
): Action[] {
  const why = row.reason ?? 'it is not wanted any more';
  if (running?.alive !== true) return [{ kind: 'remove-instance', id: row.id, why }];
  if (published.instances.has(row.id)) return [];
  return [{ kind: 'stop-instance', id: row.id, graceMs: drainGraceMs(deployment), why }];
}

/** Requests that are in flight may take as long as the deployment allows, and a little to be written out. */
function drainGraceMs(deployment: Deployment): number {
  return deployment.spec.requestSettings.timeoutMs + 5000;
}

function planStarting({ row, running, vitals }: InstanceView, deployment: Deployment, now: number): Action[] {
  if (running === undefined)
    return [{ kind: 'start-instance', id: row.id, why: 'it has a row but no process yet' }];
  const death = causeOfDeath(running);
  if (death !== null) return [mark(row, 'failed', death)];
  if (crossed(vitals.readiness, deployment.spec.readiness) === 'up') return [mark(row, 'ready', null)];
  const allowed = startDeadline(deployment.spec.liveness);
  if (now - row.startedAt < allowed) return [];
  return [
    mark(row, 'failed', `It was not ready after ${allowed / 1000} seconds; its log ends where it hangs.`),
  ];
}

function planRunning({ row, running, vitals }: InstanceView, { spec }: Deployment): Action[] {
  if (running === undefined) return [mark(row, 'failed', 'Its process is gone.')];
  const death = causeOfDeath(running);
  if (death !== null) return [mark(row, 'failed', death)];
  if (crossed(vitals.liveness, spec.liveness) === 'down') {
    return [mark(row, 'failed', `It failed ${spec.liveness.failureThreshold} liveness probes in a row.`)];
  }
  const readiness = crossed(vitals.readiness, spec.readiness);
  if (row.state === 'ready' && readiness === 'down') {
    return [
      mark(row, 'unhealthy', `It failed ${spec.readiness.failureThreshold} readiness probes in a row.`),
    ];
  }
  return row.state === 'unhealthy' && readiness === 'up' ? [mark(row, 'ready', null)] : [];
}

function planFailed(instance: InstanceView, view: DeploymentView, now: number): Action[] {
  const { row, running } = instance;
  if (running?.alive === true) {
    return [{ kind: 'stop-instance', id: row.id, graceMs: brokenGraceMs, why: row.reason ?? 'it failed' }];
  }
  const newer = view.instances.filter(
    ({ row: other }) => other.state === 'failed' && other.since > row.since,
  );
  const kept = newer.length < keptForLogs && row.revision === newestFailed(view);
  if (kept || now - row.since < deathMemoryMs) return [];
  return [{ kind: 'remove-instance', id: row.id, why: 'it died long ago' }];
}

function newestFailed(view: DeploymentView): number {
  return Math.max(...view.instances.map(({ row }) => (row.state === 'failed' ? row.revision : 0)));
}

function causeOfDeath(running: RunningInstance): string | null {
  if (running.said?.kind === 'failed') return running.said.failure.message;
  if (running.alive) return null;
  const { exit } = running;
  if (exit === null) return 'Its process ended.';
  return exit.signal === null
    ? `Its process ended with exit code ${exit.code}.`
    : `Its process was ended by ${exit.signal}${exit.signal === 'SIGKILL' ? ' (by hand, or because memory ran out)' : ''}.`;
}

function mark(instance: Instance, state: InstanceState, reason: string | null): Action {
  return { kind: 'mark-instance', instance, state, reason, why: reason ?? `it is ${state}` };
}
