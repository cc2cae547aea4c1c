import type { Parts } from '../parts.ts';
import type { Publisher } from '../publisher.ts';
import { createAgenda, type Scope } from './agenda.ts';
import { createBeginner } from './begin.ts';
import { tellMissed } from './missed.ts';
import { neededOf } from './observe.ts';
import { createPass } from './pass.ts';
import { runPasses } from './passes.ts';
import { createProber } from './prober.ts';
import { createRegister } from './register.ts';
import { createSweep } from './sweep.ts';
import { createTurns } from './turns.ts';
import type { Published, World } from './world.ts';

export type Reconciler = {
  /** Asks for a look at one endpoint soon, or at all of them. */
  nudge(endpointUid?: string): void;
  /** Resolves true once every router runs the endpoint's generation, false when that takes longer than `withinMs`. */
  settled(endpointUid: string, generation: number, withinMs: number): Promise<boolean>;
  /** The version of the routing table that every router runs at least; undefined before the first one. */
  tableVersion(): number | undefined;
  /** Ends after the running turn and what it began. */
  close(): Promise<void>;
};

/** Brings what runs to what is wanted, at the cost of what was changed; what nobody told of is found by a slow sweep. */
export function createReconciler(parts: Parts, publisher: Publisher): Reconciler {
  /** What every router confirmed, by endpoint; what is not known is not in it. */
  const published = new Map<string, Published>();
  const agenda = createAgenda();
  const register = createRegister((world) => keysOf(parts, world));
  const sweep = createSweep(parts, register);

  const nudge = (what: Scope | string = 'all'): void => {
    agenda.add(what);
    turns.nudge();
  };
  /** What is heard of instances and environments may be about thousands of them: a person's change goes before. */
  const hear = (uids: ReadonlySet<string>): void => {
    if (uids.size === 0) return nudge();
    agenda.addLate(uids);
    turns.nudge();
  };
  const nudgeInstance = (id: string): void => {
    const uid = register.endpointOf(id);
    hear(new Set(uid === undefined ? [] : [uid]));
  };
  const nudgeEnvironment = (key: string): void => hear(register.usersOf(key));
  const prober = createProber(parts.driver, parts.clock.now, {
    changed: (uid) => hear(new Set([uid])),
    missed: (patient, kind, times) => tellMissed(parts.journal, patient, { kind, times }),
  });
  const beginner = createBeginner(parts, nudgeInstance);
  const pass = createPass(parts, { publisher, published, agenda, register, prober, beginner });

  const turn = async (): Promise<number | null> => {
    const swept = await sweep.next();
    if (swept === 'all') agenda.add(swept);
    else agenda.addLate(swept);
    await runPasses(pass, agenda, parts.clock.now());
    return agenda.nextAt(parts.clock.now());
  };

  const turns = createTurns(turn, parts.clock.now, parts.log);
  const unsubscribe = [parts.driver.watch(nudgeInstance), parts.environments.watch(nudgeEnvironment)];
  turns.nudge();
  return {
    nudge,
    settled: (uid, generation, withinMs) =>
      eventually(turns.after, () => (published.get(uid)?.endpoints.get(uid) ?? 0) >= generation, withinMs),
    tableVersion: () => publisher.version(),
    close: async () => {
      for (const stop of unsubscribe) stop();
      prober.close();
      await turns.close();
      await beginner.idle();
    },
  };
}

/** Keys of the environments that some deployment of the world needs. */
function keysOf({ environments }: Pick<Parts, 'environments'>, { deployments }: World): string[] {
  return deployments.flatMap(({ deployment, revisions }) =>
    neededOf(deployment, revisions).map(({ run }) => environments.keyOf(run.environment)),
  );
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
