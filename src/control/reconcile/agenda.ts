/** What the next turn looks at, by endpoint uid: what was changed, what was to be looked at by now, some of the rest. */

/** `all`: every endpoint, and what runs without belonging to any. */
export type Scope = 'all' | ReadonlySet<string>;

export type Agenda = {
  /** Without an endpoint: all. */
  add(what: Scope | string): void;
  /** The endpoint is to be looked at when the clock says so; null: not for the time's sake. */
  wakeAt(uid: string, at: number | null): void;
  /** Everything that is due; it is off the agenda then. */
  take(now: number): Scope;
  /** When there is something to take, if it is known. */
  nextAt(now: number): number | null;
};

export function createAgenda(): Agenda {
  let all = true;
  let dirty = new Set<string>();
  const wakes = new Map<string, number>();
  return {
    add: (what) => {
      if (what === 'all') all = true;
      else for (const uid of typeof what === 'string' ? [what] : what) dirty.add(uid);
    },
    wakeAt: (uid, at) => {
      if (at === null) wakes.delete(uid);
      else wakes.set(uid, at);
    },
    take: (now) => {
      const taken = dirty;
      const everything = all;
      all = false;
      dirty = new Set();
      for (const [uid, at] of wakes) if (at <= now) taken.add(uid);
      return everything ? 'all' : taken;
    },
    nextAt: (now) => {
      if (all || dirty.size > 0) return now;
      return wakes.size === 0 ? null : Math.min(...wakes.values());
    },
  };
}
