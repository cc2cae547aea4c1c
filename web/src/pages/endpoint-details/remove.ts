import type { QueryClient } from '@tanstack/react-query';
import { teal } from '../../app/client.ts';
import { keys } from '../../app/queries.ts';

/** Resolves when the deletion is accepted: the page shows how it goes. Throws ArmError: 400 while it has live traffic. */
export async function removeDeployment(queries: QueryClient, endpoint: string, name: string): Promise<void> {
  await teal().deployments(endpoint).remove(name, { wait: false });
  await queries.invalidateQueries({ queryKey: keys.endpoint(endpoint) });
}

/** The endpoint with all its deployments; resolves when the deletion is accepted. */
export async function removeEndpoint(queries: QueryClient, name: string): Promise<void> {
  await teal().endpoints.remove(name, { wait: false });
  await queries.invalidateQueries({ queryKey: keys.endpoints });
}
