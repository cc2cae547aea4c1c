import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import { type Applied, isOvertaken } from './traffic/handle.ts';

/** Does just what the plan with this ETag said; when somebody was faster, nothing is done and the plan is read anew. */
export function useUndo(endpoint: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({
      etag,
      reason,
    }: {
      readonly etag: string;
      readonly reason: string;
    }): Promise<Applied> => {
      const operation = await teal().endpoints.beginUndo(endpoint, {
        guard: { ifMatch: etag },
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      });
      const changed = await operation.wait();
      return { endpoint: changed, at: new Date(), tableVersion: operation.tableVersion };
    },
    onSettled: (_done, error) =>
      error === null || isOvertaken(error)
        ? queries.invalidateQueries({ queryKey: keys.endpoint(endpoint) })
        : undefined,
  });
}

/** The endpoint with all its deployments; resolves when the deletion is accepted. */
export async function removeEndpoint(queries: QueryClient, name: string): Promise<void> {
  await teal().endpoints.remove(name, { wait: false });
  await queries.invalidateQueries({ queryKey: keys.endpoints });
}
