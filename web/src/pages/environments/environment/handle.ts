import { useMutation, useQueryClient } from '@tanstack/react-query';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

/** Hides an environment from lists, or shows it again. */
export function useArchiveEnvironment(name: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isArchived: boolean) => teal().environments.archive(name, isArchived),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.environments }),
  });
}
