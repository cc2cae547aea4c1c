/** The moment that somebody points at, shared by the charts of a page: in seconds since 1970, undefined for the newest. */
export type Moments = {
  get(): number | undefined;
  set(at: number | undefined): void;
  watch(changed: () => void): () => void;
};

export function createMoments(): Moments {
  let now: number | undefined;
  const watchers = new Set<() => void>();
  return {
    get: () => now,
    set: (at) => {
      if (at === now) return;
      now = at;
      for (const changed of [...watchers]) changed();
    },
    watch: (changed) => {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
}
