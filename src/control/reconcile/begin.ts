import type { Parts } from '../parts.ts';
import { removeInstance, startInstance, stopInstance } from './instances.ts';
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
          return track(action.id, 'start', () => startInstance(parts, world, action.id));
        case 'stop-instance':
          return track(action.id, 'stop', () => stopInstance(parts, world, action));
        case 'remove-instance':
          return track(action.id, 'removal', () => removeInstance(parts, action.id));
        default:
          return;
      }
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
