import type { MetricSeries } from '../../../../../src/sdk/metrics.ts';

/** Instances by state, as they were last seen; undefined while nobody has looked at the deployment yet. */
export type InstanceStates = Readonly<Record<string, number>> | undefined;

/** What the newest look saw: a state that nobody is in any more has older points alone. */
export function lastStates(series: readonly MetricSeries[]): InstanceStates {
  const points = series.flatMap(({ metadatavalues, data = [] }) =>
    data.flatMap(({ timeStamp, average }) =>
      average === undefined
        ? []
        : [{ timeStamp, state: metadatavalues[0]?.value ?? '', count: Math.round(average) }],
    ),
  );
  const newest = points.reduce((last, { timeStamp }) => (timeStamp > last ? timeStamp : last), '');
  if (newest === '') return undefined;
  return Object.fromEntries(
    points
      .filter(({ timeStamp, count }) => timeStamp === newest && count > 0)
      .map(({ state, count }) => [state, count]),
  );
}

/** `2 of 3 ready, 1 starting`. */
export function instanceWords(states: InstanceStates, wanted: number): string {
  if (states === undefined) return String(wanted);
  const others = Object.entries(states).filter(([state]) => state !== 'ready');
  return [
    `${states.ready ?? 0} of ${wanted} ready`,
    ...others.map(([state, count]) => `${count} ${state}`),
  ].join(', ');
}
