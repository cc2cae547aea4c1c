/** The deployments that are governed, each with what is remembered of it and when it is looked at next. */
import type { Memory } from '../../domain/autoscale/ports.ts';
import type { Rows } from '../../domain/store.ts';
import { type Target, targetsOf } from './targets.ts';

export type Watched = Target & { readonly dueAt: number };

export type Watch = {
  /** Reads the store again. What goes on under the same policy keeps its memory, which may be ahead of the store. */
  read(): Promise<void>;
  due(at: number): readonly Watched[];
  get(deploymentUid: string): Watched | undefined;
  /** The deployment whose counters have the slot, among those that may sleep. */
  bySlot(slot: number): Watched | undefined;
  /** After a look; without a memory it is gone. */
  keep(target: Watched, memory: Memory | undefined, dueAt: number): void;
};

export function createWatch(rows: Rows): Watch {
  let watched = new Map<string, Watched>();
  let slots = new Map<number, string>();
  return {
    read: async () => {
      const found = await targetsOf(rows);
      const own = found.filter(({ how }) => how.kind === 'own').map(({ deploymentUid }) => deploymentUid);
      const revisions = own.length === 0 ? [] : await rows.revisions.list(own);
      slots = new Map(revisions.map(({ slot, deploymentUid }) => [slot, deploymentUid]));
      watched = new Map(
        found.map((target) => [target.deploymentUid, goingOn(watched.get(target.deploymentUid), target)]),
      );
    },
    due: (at) => [...watched.values()].filter(({ dueAt }) => dueAt <= at),
    get: (uid) => watched.get(uid),
    bySlot: (slot) => watched.get(slots.get(slot) ?? ''),
    keep: (target, memory, dueAt) => {
      if (memory === undefined) watched.delete(target.deploymentUid);
      else watched.set(target.deploymentUid, { ...target, memory, dueAt });
    },
  };
}

/** A policy that was written again begins anew, with what the store remembers. */
function goingOn(known: Watched | undefined, target: Target): Watched {
  if (known === undefined || JSON.stringify(known.how) !== JSON.stringify(target.how)) {
    return { ...target, dueAt: 0 };
  }
  return { ...target, memory: known.memory, dueAt: known.dueAt };
}
