import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';
import { type Applied, isOvertaken } from './traffic/use-traffic-change.ts';

/** What an undo would do now. It is asked anew each time that somebody wants to know. */
export function undoPlanQuery(endpoint: string) {
  return queryOptions({
    queryKey: [...keys.endpoint(endpoint), 'undo'],
    queryFn: ({ signal }) => teal().endpoints.planUndo(endpoint, { signal }),
    gcTime: 0,
  });
}

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
