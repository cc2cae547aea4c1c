import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

export const endpointQuery = (name: string) =>
  queryOptions({
    queryKey: keys.endpoint(name),
    queryFn: ({ signal }) => teal().endpoints.get(name, { signal }),
  });

/** All deployments; what is known of their instances is never older, so that no page shows Succeeded beside 0 of 1 ready. */
export const deploymentsQuery = (endpoint: string) =>
  queryOptions({
    queryKey: keys.deployments(endpoint),
    queryFn: async ({ client, signal }) => {
      const deployments = await teal().deployments(endpoint).list().all();
      // Whoever shows instances asks for them by themselves, and says what is wrong then.
      const instances = await teal()
        .endpoints.instances(endpoint, { signal })
        .catch(() => undefined);
      if (instances !== undefined) client.setQueryData(instancesQuery(endpoint).queryKey, instances);
      return deployments;
    },
  });

/** The instances of all deployments, read anew with these: each change of one is an event of its deployment. */
export const instancesQuery = (endpoint: string) =>
  queryOptions({
    queryKey: [...keys.instances, endpoint],
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
