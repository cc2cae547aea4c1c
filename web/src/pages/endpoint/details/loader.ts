import { queryOptions } from '@tanstack/react-query';
import { ArmError } from '../../../../../src/sdk/errors.ts';
import type { Operation } from '../../../../../src/sdk/operation.ts';
import type { DeploymentResource } from '../../../../../src/sdk/wire.ts';
import { teal } from '../../../app/client.ts';
import { keys, numbersEveryMs } from '../../../app/queries.ts';
import { lastStates } from './instances.ts';
import { servingIn } from './revision.ts';

/** Teal looks at instances once a second; the last few of these looks are enough. */
const lately = { timespan: 'PT10S', interval: 'PT1S' } as const;

/** Instances by state; null while nobody has looked at the deployment yet. */
export function instancesQuery(endpoint: string, deployment: string) {
  return queryOptions({
    queryKey: keys.numbers('instances', endpoint, deployment),
    queryFn: async ({ signal }) => {
      const asked = { ...lately, names: ['DeploymentCapacity'], filter: "State eq '*'", signal };
      const { value } = await teal().metrics.list({ endpoint, deployment }, asked);
      // A query may not answer undefined.
      return lastStates(value[0]?.timeseries ?? []) ?? null;
    },
    refetchInterval: numbersEveryMs,
  });
}

/** A switch follows its update closely, so that the last one is among so many records. */
const enough = 50;

/** The number of the revision that a deployment serves, by its history; null when it never served one. */
export function revisionQuery(endpoint: string, deployment: string) {
  return queryOptions({
    queryKey: [...keys.history(endpoint), 'revision', deployment],
    queryFn: async ({ signal }) =>
      servingIn(await teal().endpoints.history(endpoint, { deployment, top: enough, signal }).all()),
  });
}

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
