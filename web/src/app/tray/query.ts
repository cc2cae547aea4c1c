import { queryOptions } from '@tanstack/react-query';
import type { ListedOperation } from '../../../../src/sdk/operations.ts';
import { teal } from '../client.ts';
import { keys, numbersEveryMs } from '../queries.ts';

/** What is under way, and what ended within the last hour; the newest first. */
export const operationsQuery = queryOptions({
  queryKey: keys.operations,
  queryFn: ({ signal }) => teal().operations.list({ signal }),
  // Events tell beginnings and ends; how far one has come is looked up.
  refetchInterval: ({ state }) => (state.data?.some(isRunning) ? numbersEveryMs : false),
});

export function isRunning({ status }: ListedOperation): boolean {
  return status === 'InProgress';
}

/** "Create deployment blue of churn". */
export function titleOf({ verb, endpoint, deployment }: ListedOperation): string {
  const word = { create: 'Create', update: 'Update', delete: 'Delete' }[verb];
  return deployment === null
    ? `${word} endpoint ${endpoint ?? ''}`
    : `${word} deployment ${deployment} of ${endpoint ?? ''}`;
}

/** In a few words for the button: "2 running, 1 failed". */
export function summaryOf(running: number, failed: number): string {
  const parts = [running > 0 && `${running} running`, failed > 0 && `${failed} failed`].filter(Boolean);
  return parts.length === 0 ? 'Nothing runs' : parts.join(', ');
}
