import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

/** All endpoints of the workspace. */
export const endpointsQuery = queryOptions({
  queryKey: keys.endpoints,
  queryFn: () => teal().endpoints.list().all(),
});

export function loadEndpoints({ queries }: Loading): Promise<unknown> {
  return queries.ensureQueryData(endpointsQuery);
}
