import { randomBytes } from 'node:crypto';
import type { Change } from '../../domain/change.ts';
import type { Unsubscribe } from '../../domain/ports.ts';

/** A change in its place; ids mean something only to the control process that gave them. */
export type Told = { readonly id: string; readonly change: Change };

/** Changes as they happen, and the last of them for those who were away for a moment. */
export type Feed = {
  tell(change: Change): void;
  /** Listeners must be quick: who tells waits for them. */
  watch(listener: (told: Told) => void): Unsubscribe;
  /** What was told after an id; undefined when nobody knows any more. */
  since(id: string): readonly Told[] | undefined;
  /** Of the last change. */
  lastId(): string;
};

const usuallyKept = 2000;

export function createFeed(most = usuallyKept): Feed {
  const boot = randomBytes(6).toString('hex');
  const kept: Told[] = [];
  const listeners = new Set<(told: Told) => void>();
  let last = 0;
  const idOf = (number: number) => `${boot}-${number}`;
  return {
    tell: (change) => {
      last += 1;
      const told = { id: idOf(last), change };
      kept.push(told);
      // Now and then, so that not every change moves all others.
      if (kept.length >= 2 * most) kept.splice(0, kept.length - most);
      for (const listener of [...listeners]) listener(told);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since: (id) => {
      const [whose, number = ''] = id.split('-');
      const missed = last - Number(number);
      if (whose !== boot || !/^\d{1,15}$/.test(number) || missed < 0 || missed > kept.length)
        return undefined;
      return missed === 0 ? [] : kept.slice(-missed);
    },
    lastId: () => idOf(last),
  };
}
