import type { Parts } from '../parts.ts';
import { orderOf } from './order.ts';
import type { Action, World } from './world.ts';

/** Begins actions that take time and remembers which instances they concern, so that no turn waits for them. */
export type Beginner = {
  readonly busy: ReadonlySet<string>;
  begin(action: Action, world: World): void;
  /** Resolves when nothing that was begun is still under way. */
  idle(): Promise<void>;
};

export function createBeginner(parts: Parts, ended: (instance: string) => void): Beginner {
  const busy = new Set<string>();
  const underway = new Set<Promise<void>>();

  const track = (id: string, what: string, work: () => Promise<void>): void => {
    if (busy.has(id)) return;
    busy.add(id);
    const done = work()
      .catch((cause: unknown) => parts.log('error', `${what} failed`, { instance: id, cause: String(cause) }))
      .finally(() => {
        busy.delete(id);
        underway.delete(done);
        ended(id);
      });
    underway.add(done);
  };

  return {
    busy,
    begin: (action, world) => {
      switch (action.kind) {
        case 'build-environment':
          return parts.environments.build(action.definition);
        case 'start-instance':
          return track(action.id, 'start', () => start(parts, world, action.id));
        case 'stop-instance':
          return track(action.id, 'stop', () => parts.driver.stop(action.id, action.graceMs));
        case 'remove-instance':
          return track(action.id, 'removal', () => remove(parts, action.id));
        default:
          return;
      }
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}

/** What cannot be started is marked failed with the reason, so that the restart policy decides and not a tight loop. */
async function start(parts: Parts, world: World, id: string): Promise<void> {
  const view = world.deployments.find(({ instances }) => instances.some(({ row }) => row.id === id));
  const row = view?.instances.find((instance) => instance.row.id === id)?.row;
  const run = view?.revisions.find(({ number }) => number === row?.revision)?.run;
  const endpoint = world.endpoints.find(({ uid }) => uid === view?.deployment.endpointUid);
  if (view === undefined || row === undefined || run === undefined || endpoint === undefined) return;
  const { deployment } = view;
  const names = {
    id,
    endpoint: endpoint.name,
    deployment: deployment.name,
    deploymentUid: deployment.uid,
    revision: row.revision,
  };
  try {
    await parts.driver.start(await orderOf(parts, names, run));
  } catch (cause) {
    const reason = `It could not be started: ${cause instanceof Error ? cause.message : String(cause)}`;
    await parts.store.change((rows) =>
      rows.instances.save({ ...row, state: 'failed', since: parts.clock.now(), reason }),
    );
  }
}

async function remove(parts: Parts, id: string): Promise<void> {
  await parts.driver.forget(id);
  await parts.store.change((rows) => rows.instances.remove(id));
}
