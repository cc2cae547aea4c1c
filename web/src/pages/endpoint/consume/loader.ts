import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

/** Secrets leave the service when somebody wants to see them, and this page forgets them when it is left. */
export function keysQuery(endpoint: string) {
  return queryOptions({
    queryKey: [...keys.credentials(endpoint), 'keys'],
    queryFn: ({ signal }) => teal().endpoints.keys(endpoint, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: false,
  });
}
