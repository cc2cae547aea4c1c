import type { Parts } from '../parts.ts';
import type { Publisher } from '../publisher.ts';
import type { Agenda, Scope } from './agenda.ts';
import type { Beginner } from './begin.ts';
import { eventsOf, originOf } from './events.ts';
import { executeRows, isRowAction } from './execute.ts';
import { type Observation, observe } from './observe.ts';
import { plan } from './plan.ts';
import type { Patient, Prober } from './prober.ts';
import { publishWorlds, samePublished } from './publish.ts';
import type { Register } from './register.ts';
import type { Published, World } from './world.ts';

export type Means = {
  readonly publisher: Publisher;
  readonly published: Map<string, Published>;
  readonly agenda: Agenda;
  readonly register: Register;
  readonly prober: Prober;
  readonly beginner: Beginner;
};

export type Pass = {
  /** Answers with what the next pass has to look at. */
  run(scope: Scope): Promise<Scope>;
  /** False until the routers run a table that holds every endpoint: before that, only all of them can be looked at. */
  knowsRouters(): boolean;
};

/** Observe, plan, execute, publish, once. */
export function createPass(parts: Parts, means: Means): Pass {
  const { published, agenda, prober, beginner } = means;
  const seen = { prober, busy: beginner.busy, published: (uid: string) => published.get(uid) };
  let known = false;
  return {
    run: async (scope) => {
      const observation = await observe(parts, scope, seen);
      noteAll(means, scope, observation);
      const { acting, resting, begin, rowActions, events } = decide(agenda, observation);
      await executeRows(parts, rowActions);
      for (const event of events) parts.journal.event(event);
      for (const start of begin) start(beginner);
      if (!known && acting.length > 0) return 'all';
      if (known && resting.size === 0) return new Set(acting);
      const changed = await bring(parts, means, { worlds: resting, whole: !known });
      known = true;
      return new Set([...acting, ...changed]);
    },
    knowsRouters: () => known,
  };
}

/** Publishes worlds that rest; answers with the endpoints whose routers run something else than before. */
async function bring(
  parts: Parts,
  { publisher, published }: Means,
  { worlds, whole }: { readonly worlds: ReadonlyMap<string, World>; readonly whole: boolean },
): Promise<string[]> {
  const before = new Map([...worlds.keys()].map((uid) => [uid, published.get(uid)]));
  for (const uid of worlds.keys()) published.delete(uid);
  const after = await publishWorlds(parts, publisher, { worlds: [...worlds.values()], whole });
  for (const [uid, now] of after) published.set(uid, now);
  return [...after].flatMap(([uid, now]) => {
    const earlier = before.get(uid);
    return earlier !== undefined && samePublished(earlier, now) ? [] : [uid];
  });
}

function decide(agenda: Agenda, { worlds, orphans }: Observation) {
  const acting: string[] = [];
  const resting = new Map<string, World>();
  const rowActions = [];
  const events = [];
  const begin: ((beginner: Beginner) => void)[] = [];
  for (const [uid, world] of worlds) {
    const { actions, wakeAt } = plan(world);
    agenda.wakeAt(uid, wakeAt);
    const own = actions.filter(isRowAction);
    if (own.length > 0) acting.push(uid);
    else resting.set(uid, world);
    rowActions.push(...own);
    events.push(...own.flatMap((action) => eventsOf(action, world)));
    begin.push((beginner) => {
      for (const action of actions) beginner.begin(action, world);
    });
  }
  const stray: World = { ...nowhere, orphans };
  begin.push((beginner) => {
    for (const action of plan(stray).actions) beginner.begin(action, stray);
  });
  return { acting, resting, rowActions, events, begin };
}

const nowhere: World = {
  now: 0,
  endpoints: [],
  deployments: [],
  orphans: [],
  published: { endpoints: new Map(), deployments: new Map(), instances: new Set() },
};

/** What is gone is probed, remembered and waited for no more. */
function noteAll(
  { published, agenda, register, prober }: Means,
  scope: Scope,
  { worlds }: Observation,
): void {
  for (const uid of scope === 'all' ? register.endpoints() : scope) {
    if (worlds.has(uid)) continue;
    published.delete(uid);
    agenda.wakeAt(uid, null);
    register.note(uid, undefined);
    prober.watch(uid, []);
  }
  for (const [uid, world] of worlds) {
    register.note(uid, world);
    prober.watch(uid, patients(uid, world));
  }
}

function patients(endpointUid: string, world: World): Patient[] {
  return world.deployments.flatMap((view) => {
    const { deployment, instances } = view;
    const origin = originOf(view, world);
    return instances
      .filter(
        ({ row, running }) =>
          running?.alive === true && ['starting', 'ready', 'unhealthy'].includes(row.state),
      )
      .map(({ row }) => ({
        id: row.id,
        endpointUid,
        origin,
        starting: row.state === 'starting',
        readiness: deployment.spec.readiness,
        liveness: deployment.spec.liveness,
      }));
  });
}
