/** What is done to one instance, step by step, and what people are told of it. */
import type { EventName } from '../../domain/logs.ts';
import type { Parts } from '../parts.ts';
import { originOf } from './events.ts';
import { orderOf } from './order.ts';
import type { Action, DeploymentView, World } from './world.ts';

/** What cannot be started is marked failed with the reason, so that the restart policy decides and not a tight loop. */
export async function startInstance(parts: Parts, world: World, id: string): Promise<void> {
  const view = viewOf(world, id);
  const row = view?.instances.find((instance) => instance.row.id === id)?.row;
  const run = view?.revisions.find(({ number }) => number === row?.revision)?.run;
  const endpoint = world.endpoints.find(({ uid }) => uid === view?.deployment.endpointUid);
  if (view === undefined || row === undefined || run === undefined || endpoint === undefined) return;
  const { deployment } = view;
  const { revision } = row;
  const tell = teller(parts, world, id);
  const names = {
    id,
    endpoint: endpoint.name,
    deployment: deployment.name,
    deploymentUid: deployment.uid,
    revision,
  };
  try {
    const order = await orderOf(parts, names, run);
    tell('Pulled', `Model, code and environment of revision ${revision} are there.`);
    await parts.driver.start(order);
    const workers = order.workerCount === 1 ? 'worker' : `${order.workerCount} workers`;
    tell('Created', `Laid out from revision ${revision} for the driver '${parts.driver.kind}'.`);
    tell('Started', `Its ${workers} started; init() runs.`);
  } catch (cause) {
    const reason = `It could not be started: ${cause instanceof Error ? cause.message : String(cause)}`;
    await parts.store.change((rows) =>
      rows.instances.save({ ...row, state: 'failed', since: parts.clock.now(), reason }),
    );
    tell('Failed', reason);
  }
}

export async function stopInstance(
  parts: Parts,
  world: World,
  { id, graceMs, why }: Extract<Action, { readonly kind: 'stop-instance' }>,
): Promise<void> {
  const grace = `with up to ${graceMs / 1000} s for its requests`;
  teller(parts, world, id)('Killing', `It is told to end, ${grace}: ${why}`);
  await parts.driver.stop(id, graceMs);
}

export async function removeInstance(parts: Parts, id: string): Promise<void> {
  await parts.journal.finish(id);
  await parts.driver.forget(id);
  await parts.store.change((rows) => rows.instances.remove(id));
}

/** Nothing is told of instances that nobody knows. */
function teller(
  { journal }: Parts,
  world: World,
  instance: string,
): (name: EventName, message: string) => void {
  const view = viewOf(world, instance);
  if (view === undefined) return () => {};
  return (name, message) => journal.event({ ...originOf(view, world), instance, name, message });
}

function viewOf({ deployments }: World, id: string): DeploymentView | undefined {
  return deployments.find(({ instances }) => instances.some(({ row }) => row.id === id));
}
