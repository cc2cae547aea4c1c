import type { Parts } from '../parts.ts';
import type { Publisher } from '../publisher.ts';
import { createBeginner } from './begin.ts';
import { executeRows, isRowAction } from './execute.ts';
import { observe } from './observe.ts';
import { plan } from './plan.ts';
import { createProber, type Patient } from './prober.ts';
import { publishWorld, samePublished } from './publish.ts';
import { createTurns } from './turns.ts';
import type { Published, World } from './world.ts';

export type Reconciler = {
  nudge(): void;
  /** Resolves true once every router runs the endpoint's generation, false when that takes longer than `withinMs`. */
  settled(endpointUid: string, generation: number, withinMs: number): Promise<boolean>;
  /** Ends after the running turn and what it began. */
  close(): Promise<void>;
};

/** A turn that still finds work after so many passes leaves the rest to the next one. */
const passesPerTurn = 25;

/** Brings what runs to what is wanted: observe, plan, execute, publish, until there is nothing left to do. */
export function createReconciler(parts: Parts, publisher: Publisher): Reconciler {
  /** What every router confirmed; undefined while that is not known. */
  let published: Published | undefined;
  const prober = createProber(parts.driver, parts.clock.now, () => turns.nudge());
  const beginner = createBeginner(parts, () => turns.nudge());

  const turn = async (): Promise<number | null> => {
    for (let pass = 1; ; pass++) {
      const world = await observe(parts, { prober, busy: beginner.busy, published });
      prober.watch(patients(world));
      const { actions, wakeAt } = plan(world);
      const rowActions = actions.filter(isRowAction);
      await executeRows(parts, rowActions);
      for (const action of actions) beginner.begin(action, world);
      if (pass >= passesPerTurn) return parts.clock.now();
      if (rowActions.length > 0) continue;
      const before = published;
      published = undefined;
      published = await publishWorld(parts, publisher, world);
      if (before !== undefined && samePublished(before, published)) return wakeAt;
    }
  };

  const turns = createTurns(turn, parts.clock.now, parts.log);
  const unsubscribe = [parts.driver.watch(turns.nudge), parts.environments.watch(turns.nudge)];
  turns.nudge();
  return {
    nudge: turns.nudge,
    settled: (uid, generation, withinMs) =>
      eventually(turns.after, () => (published?.endpoints.get(uid) ?? 0) >= generation, withinMs),
    close: async () => {
      for (const stop of unsubscribe) stop();
      prober.close();
      await turns.close();
      await beginner.idle();
    },
  };
}

/** Resolves true when `holds` does after some turn, false when time is up. It is not asked before a turn has ended. */
function eventually(
  after: (listener: () => void) => () => void,
  holds: () => boolean,
  withinMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (result: boolean): void => {
      clearTimeout(timeout);
      stop();
      resolve(result);
    };
    const timeout = setTimeout(() => end(false), withinMs);
    const stop = after(() => {
      if (holds()) end(true);
    });
  });
}

function patients(world: World): Patient[] {
  return world.deployments.flatMap(({ deployment, instances }) =>
    instances
      .filter(
        ({ row, running }) =>
          running?.alive === true && ['starting', 'ready', 'unhealthy'].includes(row.state),
      )
      .map(({ row }) => ({
        id: row.id,
        starting: row.state === 'starting',
        readiness: deployment.spec.readiness,
        liveness: deployment.spec.liveness,
      })),
  );
}
