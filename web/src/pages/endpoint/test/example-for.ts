import { queryOptions } from '@tanstack/react-query';
import { ArmError } from '../../../../../src/sdk/errors.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import { exampleOf } from './example.ts';

/** An input for a deployment (or, with '', one that takes live traffic), by its own description. Throws when it gives none. */
export async function exampleFor(endpoint: string, deployment: string): Promise<string> {
  const asked = deployment === '' ? {} : { deployment };
  const example = exampleOf(await teal().swagger(endpoint, asked).catch(described));
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

/** That there is no description is no failure of Teal's. */
function described(error: unknown): undefined {
  if (!(error instanceof ArmError) || error.status !== 404) throw error;
}
