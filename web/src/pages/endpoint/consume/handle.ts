import { useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

export type Which = 'Primary' | 'Secondary';

/** A new token each time. */
export function useToken(endpoint: string) {
  return useMutation({ mutationFn: () => teal().endpoints.token(endpoint) });
}

/** Resolves when every router worker refuses the old key. */
export function useRegenerate(endpoint: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ which, reason }: { readonly which: Which; readonly reason: string }) =>
      teal().endpoints.regenerateKey(endpoint, which, reason.trim() === '' ? {} : { reason: reason.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.history(endpoint) }),
  });
}
