/** What a plan tells people: the events of instances, under the names that Azure Monitor has for them. */
import type { InstanceEvent, LogOrigin } from '../../domain/logs.ts';
import { nextStart } from '../../domain/restart.ts';
import type { Action, DeploymentView, World } from './world.ts';

/** The events of an action that was carried out; those of a start are told as it goes. */
export function eventsOf(action: Action, world: World): readonly InstanceEvent[] {
  if (action.kind !== 'mark-instance') return [];
  const { instance, state, why } = action;
  const view = world.deployments.find(({ deployment }) => deployment.uid === instance.deploymentUid);
  if (view === undefined) return [];
  const event = (name: InstanceEvent['name'], message: string): InstanceEvent => ({
    ...originOf(view, world),
    instance: instance.id,
    name,
    message,
  });
  switch (state) {
    case 'ready':
      return [event('Ready', 'It answers its readiness probe and gets requests.')];
    case 'failed':
      return [
        event('Failed', why),
        ...backOff(view, instance.revision, world.now).map((text) => event('BackOff', text)),
      ];
    case 'unhealthy':
      return [event('ReadinessProbeFailed', `${why} It gets no requests until it answers again.`)];
    default:
      return [];
  }
}

export function originOf({ deployment }: DeploymentView, { endpoints }: World): LogOrigin {
  const endpoint = endpoints.find(({ uid }) => uid === deployment.endpointUid);
  const workspaceUid = endpoint?.workspaceUid ?? '';
  return { workspaceUid, endpoint: endpoint?.name ?? '', deployment: deployment.name };
}

/** When one more death keeps the next copy of a revision waiting. */
function backOff(view: DeploymentView, revision: number, now: number): readonly string[] {
  const deaths = view.instances.flatMap(({ row }) =>
    row.revision === revision && row.state === 'failed' ? [row.since] : [],
  );
  const at = nextStart([...deaths, now], now);
  if (at <= now) return [];
  const seconds = Math.round((at - now) / 1000);
  return [
    `Instances of this revision died ${deaths.length + 1} times lately; the next one starts in ${seconds} s.`,
  ];
}
