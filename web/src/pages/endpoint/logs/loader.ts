import { queryOptions } from '@tanstack/react-query';
import type { LogAsk } from '../../../../../src/sdk/deployments.ts';
import type { RunningInstances } from '../../../../../src/sdk/endpoints.ts';
import type { LogKind } from '../../../../../src/sdk/logs.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import type { Follow } from '../../../parts/log/tail.ts';
import { instancesQuery } from '../loader.ts';

export type Asked = {
  readonly endpoint: string;
  /** All of them when it is empty. */
  readonly deployment: string;
  readonly kind: Extract<LogKind, 'traffic' | 'event'>;
  readonly contains: string;
  readonly status: string;
};

/** How many lines a table shows: the newest ones. */
export const mostRows = 1000;

/** The newest lines of the traffic log or of the event log, in the order of their times. */
export const linesQuery = ({ endpoint, deployment, kind, contains, status }: Asked) =>
  queryOptions({
    queryKey: keys.numbers('logs', kind, endpoint, deployment, contains, status),
    queryFn: ({ signal }) =>
      teal().logs.last(mostRows, {
        kind,
        endpoint,
        deployment: deployment || undefined,
        contains: contains || undefined,
        status: (kind === 'traffic' && status) || undefined,
        signal,
      }),
    staleTime: 0,
    // What was found before stays in sight until the narrower search has its answer.
    placeholderData: (before) => before,
  });

/** The instances that a deployment has, the newest first: names for the choice of a log. */
export const instanceIdsQuery = (endpoint: string, deployment: string) => ({
  ...instancesQuery(endpoint),
  select: (all: readonly RunningInstances[]) =>
    (all.find((one) => one.deployment === deployment)?.instances ?? []).map(({ id }) => id).toReversed(),
});

/** What one instance prints, or what preparing its environment said. */
export function followInstance(
  endpoint: string,
  deployment: string,
  which: Pick<LogAsk, 'container' | 'instance'>,
): Follow {
  return (following) =>
    teal()
      .deployments(endpoint)
      .followLogs(deployment, { ...which, ...following });
}
