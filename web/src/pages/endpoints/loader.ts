import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

/** All endpoints of the workspace. */
export const endpointsQuery = queryOptions({
  queryKey: keys.endpoints,
  queryFn: () => teal().endpoints.list().all(),
});

/** The deployments that use a version of a model, an environment or code, whatever their endpoint. */
export const usesQuery = (asset: string) =>
  queryOptions({
    queryKey: [...keys.uses, asset],
    queryFn: ({ signal }) => teal().endpoints.deployments({ asset, signal }).all(),
  });

/** Requests and errors of all of them in the last quarter of an hour, in one look. */
export const loadQuery = queryOptions({
  queryKey: keys.numbers('load'),
  queryFn: ({ signal }) => teal().metrics.load({ signal }),
  // As long as one of its steps.
  refetchInterval: 15_000,
});

export async function loadEndpoints({ queries }: Loading): Promise<void> {
  // The list does not wait for its curves.
  void queries.prefetchQuery(loadQuery);
  await queries.ensureQueryData(endpointsQuery);
}
