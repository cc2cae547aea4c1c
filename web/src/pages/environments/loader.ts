import { queryOptions } from '@tanstack/react-query';
import type { ListView } from '../../../../src/sdk/assets.ts';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

/** Teal's only registry; it holds the curated environments. */
export const curatedRegistry = 'azureml';

/** The names of the workspace's own environments. */
export const environmentsQuery = (view: ListView) =>
  queryOptions({
    queryKey: [...keys.environments, view],
    queryFn: () => teal().environments.containers(view).all(),
  });

/** The names of the curated environments; they change with Teal's version only. */
export const curatedQuery = queryOptions({
  queryKey: keys.registry,
  queryFn: () => teal().registry(curatedRegistry).containers().all(),
  staleTime: Number.POSITIVE_INFINITY,
});

export function loadEnvironments({ queries }: Loading): Promise<unknown> {
  return queries.ensureQueryData(environmentsQuery('ActiveOnly'));
}
