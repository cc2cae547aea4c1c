import type { Agenda, Scope } from './agenda.ts';
import type { Pass } from './pass.ts';

/** A turn that still finds work after so many passes leaves the rest to the next one. */
const passesPerTurn = 25;

/** So many endpoints are read together: a query has so many parameters, and requests want their turn. */
const atOnce = 100;

/** Passes until there is nothing left to do for what is due; what is left over, or failed, is on the agenda again. */
export async function runPasses(pass: Pass, agenda: Agenda, now: number): Promise<void> {
  const due = agenda.take(now, atOnce);
  let scope: Scope = pass.knowsRouters() ? due : 'all';
  try {
    for (let at = 1; at <= passesPerTurn && (scope === 'all' || scope.size > 0); at++) {
      const next = await pass.run(scope);
      const shrank = scope === 'all' && next !== 'all';
      scope = next;
      if (shrank && next.size > atOnce) break;
    }
  } finally {
    // After a look at all, most of it only wants to be seen once more; whoever waits for a change comes first.
    if (scope === 'all') agenda.add(scope);
    else agenda.addLate(scope);
  }
}
