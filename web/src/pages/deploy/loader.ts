import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';

/** Registered code; what belongs to one deployment alone is not in it. */
export const codesQuery = queryOptions({
  queryKey: keys.codes,
  queryFn: () => teal().codes.containers().all(),
});

/** The files of `NAME:VERSION`, below its folder. */
export const codeFilesQuery = (reference: string) =>
  queryOptions({
    queryKey: [...keys.codes, reference, 'files'],
    queryFn: async () => {
      const [name = '', version = ''] = reference.split(':');
      const files = await teal().codes.files({ name, version }).all();
      return files.map(({ path }) => path.slice(path.indexOf('/') + 1));
    },
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How much of a log is shown while something is created. */
const tail = 1000;

/** Read again with each event of the endpoint, for its key begins like that. */
export const startLogQuery = (
  endpoint: string,
  deployment: string,
  container: 'StorageInitializer' | 'InferenceServer',
) =>
  queryOptions({
    queryKey: [...keys.deployments(endpoint), deployment, 'log', container],
    queryFn: ({ signal }) => teal().deployments(endpoint).logs(deployment, { container, tail, signal }),
  });
