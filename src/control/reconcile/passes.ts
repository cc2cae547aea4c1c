import type { Agenda, Scope } from './agenda.ts';
import type { Pass } from './pass.ts';

/** A turn that still finds work after so many passes leaves the rest to the next one. */
const passesPerTurn = 25;

/** So many endpoints are read together: a query has so many parameters, and requests want their turn. */
const atOnce = 100;

/** Passes until there is nothing left to do for the scope; what is left over, or failed, is on the agenda again. */
export async function runPasses(pass: Pass, agenda: Agenda, scope: Scope): Promise<void> {
  let rest: Scope = pass.knowsRouters() ? scope : 'all';
  const late = new Set<string>();
  try {
    if (rest === 'all') rest = await settle(pass, 'all');
    while (rest !== 'all' && rest.size > 0) {
      const uids: string[] = [...rest];
      const left = await settle(pass, new Set(uids.slice(0, atOnce)));
      rest = new Set(uids.slice(atOnce));
      if (left !== 'all') for (const uid of left) late.add(uid);
    }
  } finally {
    agenda.add(rest);
    agenda.add(late);
  }
}

/** What is left when the passes are used up, or as soon as all has become some. */
async function settle(pass: Pass, scope: Scope): Promise<Scope> {
  let rest = scope;
  for (let at = 1; at <= passesPerTurn; at++) {
    const next = await pass.run(rest);
    if (next !== 'all' && (rest === 'all' || next.size === 0)) return next;
    rest = next;
  }
  return rest;
}
