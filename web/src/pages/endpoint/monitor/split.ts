/** What the live split should give each deployment, beside what came. */
import type { Percentages } from '../../../../../src/sdk/wire.ts';
import { type Frame, sum } from './frame.ts';
import { byName } from './lines.ts';

export type SplitRow = {
  readonly deployment: string;
  /** Percent. */
  readonly configured: number;
  /** Percent of the live requests; undefined while there are none. */
  readonly measured: number | undefined;
  readonly requests: number;
};

/** Live requests of the steps from `since` on (seconds since 1970), in the order of the names. */
export function splitRows(frame: Frame, traffic: Percentages, since: number): readonly SplitRow[] {
  const first = frame.times.findIndex((at) => at >= since);
  const counts = new Map<string, number>();
  for (const { of, values } of frame.tracks.values()) {
    if (of.kind === 'live' && first >= 0) counts.set(of.deployment ?? '', sum(values.subarray(first)));
  }
  const total = [...counts.values()].reduce((all, count) => all + count, 0);
  const due = Object.keys(traffic).filter((name) => (traffic[name] ?? 0) > 0);
  const came = [...counts.keys()].filter((name) => (counts.get(name) ?? 0) > 0);
  return [...new Set([...due, ...came])].sort(byName).map((deployment) => {
    const requests = counts.get(deployment) ?? 0;
    const measured = total === 0 ? undefined : (requests / total) * 100;
    return {
      deployment,
      configured: Object.hasOwn(traffic, deployment) ? (traffic[deployment] ?? 0) : 0,
      measured,
      requests,
    };
  });
}

/**
 * From when on requests fell under the split that is set now: a step in which it changed has requests of both, unless there
 * was none before.
 */
export function sinceOf(
  set: { readonly at: string; readonly isFirst: boolean } | null,
  frame: Frame,
): number {
  const begin = frame.times[0] ?? 0;
  if (set === null) return begin;
  const at = Date.parse(set.at) / 1000;
  const step = set.isFirst ? Math.floor(at / frame.stepSeconds) : Math.ceil(at / frame.stepSeconds);
  return Math.max(begin, step * frame.stepSeconds);
}
