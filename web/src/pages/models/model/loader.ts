import { queryOptions } from '@tanstack/react-query';
import type { At } from '../../../../../src/sdk/assets.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import type { Loading } from '../../../app/router.tsx';

/** The container of a model: whether it is archived, what the next version would be. */
export const modelQuery = (name: string) =>
  queryOptions({ queryKey: keys.model(name), queryFn: () => teal().models.container(name) });

/** All versions of a model, the newest first. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: [...keys.model(name), 'versions'],
    queryFn: () => teal().models.versions(name, 'All').all(),
  });

/** The files of one version. */
export const filesQuery = ({ name, version }: At) =>
  queryOptions({
    queryKey: [...keys.model(name), 'files', version],
    queryFn: () => teal().models.files({ name, version }).all(),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

export async function loadModel({ queries, params: { name = '' } }: Loading): Promise<void> {
  await Promise.all([
    queries.ensureQueryData(modelQuery(name)),
    queries.ensureQueryData(versionsQuery(name)),
  ]);
}
