import { queryOptions } from '@tanstack/react-query';
import type { ListView } from '../../../../src/sdk/assets.ts';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import type { Loading } from '../../app/router.tsx';

/** The names of models, without their versions. */
export const modelsQuery = (view: ListView) =>
  queryOptions({
    queryKey: [...keys.models, view],
    queryFn: () => teal().models.containers(view).all(),
  });

export function loadModels({ queries }: Loading): Promise<unknown> {
  return queries.ensureQueryData(modelsQuery('ActiveOnly'));
}
