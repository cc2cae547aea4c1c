import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

export const pageSize = 50;

type Which = { readonly deployment: string; readonly count: number };

/** The newest entries; one more is asked for, to know whether there are more. */
export function historyQuery(endpoint: string, { deployment, count }: Which) {
  return queryOptions({
    queryKey: [...keys.history(endpoint), deployment, count],
    queryFn: async ({ signal }) => {
      const ask = { top: count + 1, signal, ...(deployment === '' ? {} : { deployment }) };
      const entries = await teal().endpoints.history(endpoint, ask).all();
      return { entries: entries.slice(0, count), hasMore: entries.length > count };
    },
    placeholderData: keepPreviousData,
  });
}

/** Goes through the chain of the whole Teal. */
export function verdictQuery(endpoint: string) {
  return queryOptions({
    queryKey: [...keys.history(endpoint), 'verdict'],
    queryFn: async ({ signal }) => ({
      ...(await teal().endpoints.verifyHistory(endpoint, { signal })),
      at: new Date().toISOString(),
    }),
  });
}
