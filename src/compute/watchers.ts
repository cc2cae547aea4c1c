import type { Unsubscribe } from '../domain/ports.ts';

export type Watchers = {
  add(listener: (id: string) => void): Unsubscribe;
  notify(id: string): void;
  clear(): void;
};

/** The listeners of one driver; one that throws is logged and does not silence the others. */
export function createWatchers(log: (line: string) => void): Watchers {
  const listeners = new Set<(id: string) => void>();
  return {
    add(listener) {
      // A wrapper of its own, so that the same function may watch twice and leave twice.
      const own = (id: string) => listener(id);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    notify(id) {
      for (const listener of [...listeners]) {
        try {
          listener(id);
        } catch (error) {
          log(`A listener to instance ${id} failed: ${error}`);
        }
      }
    },
    clear() {
      listeners.clear();
    },
  };
}
