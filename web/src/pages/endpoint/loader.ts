import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

export const endpointQuery = (name: string) =>
  queryOptions({
    queryKey: keys.endpoint(name),
    queryFn: ({ signal }) => teal().endpoints.get(name, { signal }),
  });

export const deploymentsQuery = (endpoint: string) =>
  queryOptions({
    queryKey: keys.deployments(endpoint),
    queryFn: () => teal().deployments(endpoint).list().all(),
  });

/** The instances of all deployments. Each change of one is an event of its deployment, which refreshes this. */
export const instancesQuery = (endpoint: string) =>
  queryOptions({
    queryKey: [...keys.deployments(endpoint), 'instances'],
    queryFn: ({ signal }) => teal().endpoints.instances(endpoint, { signal }),
  });

/** What an undo would do now. It is asked anew each time that somebody wants to know. */
export function undoPlanQuery(endpoint: string) {
  return queryOptions({
    queryKey: [...keys.endpoint(endpoint), 'undo'],
    queryFn: ({ signal }) => teal().endpoints.planUndo(endpoint, { signal }),
    gcTime: 0,
  });
}

export async function loadEndpoint({ queries, params: { name = '' } }: Loading): Promise<void> {
  await Promise.all([
    queries.ensureQueryData(endpointQuery(name)),
    queries.ensureQueryData(deploymentsQuery(name)),
  ]);
}
