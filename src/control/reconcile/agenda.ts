/** What the next turn looks at, by endpoint uid: what was changed, what was to be looked at by now, some of the rest. */

/** `all`: every endpoint, and what runs without belonging to any. */
export type Scope = 'all' | ReadonlySet<string>;

export type Agenda = {
  add(what: Scope | string): void;
  /** For when nothing else is due: nobody waits for it. */
  addLate(uids: ReadonlySet<string>): void;
  /** The endpoint is to be looked at when the clock says so; null: not for the time's sake. */
  wakeAt(uid: string, at: number | null): void;
  /** What is due, at most `most` endpoints of it unless it is all of them; it is off the agenda then. */
  take(now: number, most: number): Scope;
  /** When there is something to take, if it is known. */
  nextAt(now: number): number | null;
};

export function createAgenda(): Agenda {
  let all = true;
  const dirty = new Set<string>();
  const late = new Set<string>();
  const wakes = new Map<string, number>();
  return {
    add: (what) => {
      if (what === 'all') all = true;
      else for (const uid of typeof what === 'string' ? [what] : what) dirty.add(uid);
    },
    addLate: (uids) => {
      for (const uid of uids) late.add(uid);
    },
    wakeAt: (uid, at) => {
      if (at === null) wakes.delete(uid);
      else wakes.set(uid, at);
    },
    take: (now, most) => {
      if (all) {
        all = false;
        return 'all';
      }
      for (const [uid, at] of wakes) if (at <= now) dirty.add(uid);
      const taken = new Set<string>();
      for (const queue of [dirty, late]) {
        for (const uid of queue) {
          if (taken.size >= most) break;
          taken.add(uid);
          queue.delete(uid);
        }
      }
      return taken;
    },
    nextAt: (now) => {
      if (all || dirty.size + late.size > 0) return now;
      return wakes.size === 0 ? null : Math.min(...wakes.values());
    },
  };
}
