/** Who answered a volley, beside who should have. */
import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { shareOf } from '../traffic/percent.ts';
import type { Shot } from './volley.ts';

export type Line = {
  /** '' for requests that reached none. */
  readonly deployment: string;
  readonly answered: number;
  /** Of those, how many with another status than 200, by status. */
  readonly failed: readonly { readonly status: number; readonly count: number }[];
  /** Percent of what was answered so far, with two decimals. */
  readonly share: number;
  /** Percent that the split gives it; undefined when one deployment was asked by name. */
  readonly configured: number | undefined;
  /** How many of so many requests that is; whole when the split allows. */
  readonly expected: number | undefined;
  readonly medianMs: number;
};

/** A line for each deployment that answered or should have, in the order of the names. */
export function tally(shots: readonly Shot[], split: Percentages | undefined): readonly Line[] {
  const due = split === undefined ? [] : Object.keys(split).filter((name) => shareOf(split, name) > 0);
  const names = [...new Set([...due, ...shots.map(({ deployment }) => deployment)])];
  return names.sort(byName).map((deployment) => {
    const own = shots.filter((shot) => shot.deployment === deployment);
    const hundredths = split === undefined ? undefined : shareOf(split, deployment);
    return {
      deployment,
      answered: own.length,
      failed: failures(own),
      share: shots.length === 0 ? 0 : Math.round((own.length / shots.length) * 10_000) / 100,
      configured: hundredths === undefined ? undefined : hundredths / 100,
      expected: hundredths === undefined ? undefined : (hundredths * shots.length) / 10_000,
      medianMs: median(own.map(({ ms }) => ms)),
    };
  });
}

function failures(shots: readonly Shot[]): Line['failed'] {
  const counts = new Map<number, number>();
  for (const { status } of shots) if (status !== 200) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one - other).map(([status, count]) => ({ status, count }));
}

/** Requests that reached no deployment stand last. */
function byName(one: string, other: string): number {
  if (one === '' || other === '') return one === '' ? 1 : -1;
  return one < other ? -1 : 1;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
