import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

/** All endpoints of the workspace. */
export const endpointsQuery = queryOptions({
  queryKey: keys.endpoints,
  queryFn: () => teal().endpoints.list().all(),
});

/** The deployments of all endpoints: for what asks where something is used. Refreshed with the endpoints. */
export const allDeploymentsQuery = queryOptions({
  queryKey: [...keys.endpoints, 'deployments'],
  queryFn: async ({ client }) => {
    const endpoints = await client.ensureQueryData(endpointsQuery);
    const each = endpoints.map(async ({ name: endpoint }) => {
      const deployments = await teal().deployments(endpoint).list().all();
      return deployments.map((deployment) => ({ endpoint, deployment }));
    });
    return (await Promise.all(each)).flat();
  },
});

export function loadEndpoints({ queries }: Loading): Promise<unknown> {
  return queries.ensureQueryData(endpointsQuery);
}
