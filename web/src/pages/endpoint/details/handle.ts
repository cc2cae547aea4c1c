import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';

/** Sets the number of instances and waits until so many are ready; `progress` says how far it is. */
export function useScale(endpoint: string, deployment: string) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: keys.deployments(endpoint) });
  const mutation = useMutation({
    mutationFn: async (count: number) => {
      setProgress('');
      const operation = await teal()
        .deployments(endpoint)
        .beginUpdate(deployment, { sku: { capacity: count } });
      await refresh();
      return operation.wait({
        onProgress: ({ step, detail }) =>
          setProgress([step, detail].filter((word) => word !== '').join(': ')),
      });
    },
    onSettled: refresh,
  });
  return { ...mutation, progress };
}

/** Resolves when the deletion is accepted: the page shows how it goes. Throws ArmError: 400 while it has live traffic. */
export async function removeDeployment(queries: QueryClient, endpoint: string, name: string): Promise<void> {
  await teal().deployments(endpoint).remove(name, { wait: false });
  await queries.invalidateQueries({ queryKey: keys.endpoint(endpoint) });
}
