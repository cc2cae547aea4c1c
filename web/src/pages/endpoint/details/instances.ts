import { queryOptions } from '@tanstack/react-query';
import type { MetricSeries } from '../../../../../src/sdk/metrics.ts';
import { teal } from '../../../app/client.ts';
import { keys, numbersEveryMs } from '../../../app/queries.ts';

/** Instances by state, as they were last seen; undefined while nobody has looked at the deployment yet. */
export type InstanceStates = Readonly<Record<string, number>> | undefined;

/** Teal looks at instances once a second; the last few of these looks are enough. */
const lately = { timespan: 'PT10S', interval: 'PT1S' } as const;

export function instancesQuery(endpoint: string, deployment: string) {
  return queryOptions({
    queryKey: keys.numbers('instances', endpoint, deployment),
    queryFn: async ({ signal }) => {
      const asked = { ...lately, names: ['DeploymentCapacity'], filter: "State eq '*'", signal };
      const { value } = await teal().metrics.list({ endpoint, deployment }, asked);
      // A query may not answer undefined.
      return lastStates(value[0]?.timeseries ?? []) ?? null;
    },
    refetchInterval: numbersEveryMs,
  });
}

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
