import { queryOptions } from '@tanstack/react-query';
import { ArmError } from '../../../../../src/sdk/errors.ts';
import type { Operation } from '../../../../../src/sdk/operation.ts';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { teal } from '../../../app/client.ts';
import { keys, numbersEveryMs } from '../../../app/queries.ts';

/** How the newest change of a deployment goes, or went. */
export type NewestChange =
  | { readonly kind: 'done' }
  | { readonly kind: 'running'; readonly step: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Asked for again while it runs; what has ended does not change any more. */
export function newestChangeQuery(endpoint: string, deployment: DeploymentResource) {
  const state = deployment.properties.provisioningState;
  return queryOptions({
    queryKey: [...keys.deployments(endpoint), deployment.name, 'change', deployment.etag, state],
    queryFn: ({ signal }) => look(deployment, signal),
    refetchInterval: ({ state: { data } }) => (data?.kind === 'running' ? numbersEveryMs : false),
    enabled: state !== 'Succeeded',
  });
}

async function look(deployment: DeploymentResource, signal: AbortSignal): Promise<NewestChange> {
  const operation = teal().operations.of(deployment);
  if (operation === undefined) return { kind: 'done' };
  const { status, step, detail } = await operation.status({ signal });
  if (status === 'InProgress') return { kind: 'running', step, detail };
  return status === 'Succeeded' ? { kind: 'done' } : failureOf(operation, signal);
}

/** Waiting for what has failed throws why it did. */
async function failureOf(operation: Operation<void, void>, signal: AbortSignal): Promise<NewestChange> {
  try {
    await operation.wait({ signal });
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof ArmError) || error.status !== 200) throw error;
    return { kind: 'failed', code: error.code, message: error.message };
  }
}
