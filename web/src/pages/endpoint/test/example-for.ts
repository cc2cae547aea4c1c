import { queryOptions } from '@tanstack/react-query';
import { keys } from '../../../app/queries.ts';
import { exampleOf } from './example.ts';
import { swaggerOf } from './sent.ts';

/** An input for a deployment (or, with '', one that takes live traffic), by its own description. Throws when it gives none. */
export async function exampleFor(endpoint: string, deployment: string): Promise<string> {
  const example = exampleOf(await swaggerOf(endpoint, deployment));
  if (example === undefined) throw new Error('This deployment does not describe its input.');
  return JSON.stringify(example, null, 2);
}

/** The same for code to copy: `{}` where there is none. */
export function exampleQuery(endpoint: string, deployment: string | undefined) {
  return queryOptions({
    queryKey: [...keys.deployments(endpoint), deployment ?? '', 'example'],
    queryFn: () => (deployment === undefined ? '{}' : exampleFor(endpoint, deployment).catch(() => '{}')),
    staleTime: 5 * 60_000,
  });
}
