import type { Parts } from '../parts.ts';
import type { Scope } from './agenda.ts';
import type { Register } from './register.ts';

/** So many endpoints are looked at together without anybody asking; with no more than these, all of them. */
const atOnce = 100;

/** Between two looks; change events are only a faster way to the same end. */
const everyMs = 4000;

/** The safety net: every endpoint has its turn, however many there are, whether or not somebody told of a change. */
export function createSweep(
  { store, driver }: Pick<Parts, 'store' | 'driver'>,
  register: Register,
  elapsedMs = () => performance.now(),
): { next(): Promise<Scope> } {
  let left: string[] = [];
  let last = elapsedMs();
  return {
    /** What is due now; most often nothing. */
    next: async () => {
      if (elapsedMs() - last < everyMs) return new Set();
      last = elapsedMs();
      if (left.length === 0) {
        const rows = await store.rows.endpoints.list();
        left = [...new Set([...rows.map(({ uid }) => uid), ...register.endpoints()])];
        const stray = (await driver.list()).some(({ id }) => register.endpointOf(id) === undefined);
        if (left.length > atOnce && !stray) return new Set(left.splice(0, atOnce));
        left = [];
        return 'all';
      }
      return new Set(left.splice(0, atOnce));
    },
  };
}
