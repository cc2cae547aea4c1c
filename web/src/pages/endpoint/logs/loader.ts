import { queryOptions } from '@tanstack/react-query';
import type { LogKind } from '../../../../../src/sdk/logs.ts';
import { teal } from '../../../app/client.ts';
import { keys, numbersEveryMs } from '../../../app/queries.ts';

export type Asked = {
  readonly endpoint: string;
  /** All of them when it is empty. */
  readonly deployment: string;
  readonly kind: Extract<LogKind, 'traffic' | 'event'>;
  readonly contains: string;
  readonly status: string;
  readonly isLive: boolean;
};

/** How many lines a table shows: the newest ones. */
export const mostRows = 1000;

/** The newest lines of the traffic log or of the event log, in the order of their times. */
export const linesQuery = ({ endpoint, deployment, kind, contains, status, isLive }: Asked) =>
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
    refetchInterval: isLive && numbersEveryMs,
  });

/** The instances that a deployment had lately, those that came last first: names for the choice of a log. */
export const instanceIdsQuery = (endpoint: string, deployment: string) =>
  queryOptions({
    queryKey: keys.numbers('logs', 'instances', endpoint, deployment),
    queryFn: async ({ signal }) => {
      const events = await teal().logs.last(mostRows, { kind: 'event', endpoint, deployment, signal });
      const ids = events
        .map(({ InstanceId }) => InstanceId)
        .filter((id) => typeof id === 'string' && id !== '');
      return [...new Set(ids as string[])].reverse();
    },
  });
