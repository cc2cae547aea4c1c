import type { Decision } from './settings.ts';

/** What the limit of instances, `most`, leaves of a decision; instances that are there already may stay. */
export function underLimit(
  decision: Decision,
  most: number,
  { instances }: { readonly instances: number },
): Decision {
  const ceiling = Math.max(most, instances);
  if (decision.instances <= ceiling) return decision;
  const why = `${decision.why}, but ${most} is the limit instances-per-deployment`;
  return { instances: ceiling, verdict: ceiling === instances ? 'held' : decision.verdict, why };
}
