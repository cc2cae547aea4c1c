import type { RunningInstances } from '../../../../../src/sdk/endpoints.ts';

/**
 * `2 of 3 ready, 1 starting`; those of another revision than the one that serves apart: `1 of 1 ready; revision 2: 1 starting`.
 * The wanted number alone while nothing is known yet.
 */
export function instanceWords(running: RunningInstances | undefined, wanted: number): string {
  if (running === undefined) return String(wanted);
  const { servingRevision, targetRevision, instances } = running;
  if (wanted === 0 && instances.length === 0) return 'none: the next request wakes it';
  const main = servingRevision ?? targetRevision;
  const revisions = [...new Set(instances.map(({ revision }) => revision))].filter((one) => one !== main);
  const of = (revision: number) =>
    counted(instances.filter((one) => one.revision === revision).map(({ state }) => state));
  const { ready = 0, ...others } = of(main);
  return [
    [`${ready} of ${wanted} ready`, ...inWords(others)].join(', '),
    ...revisions.map((revision) => `revision ${revision}: ${inWords(of(revision)).join(', ')}`),
  ].join('; ');
}

function counted(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function inWords(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).map(([state, count]) => `${count} ${state}`);
}
