import { deploymentFacts, deploymentRefusal, requireAllowed } from '../../domain/allowed.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { percentOf } from '../../domain/endpoint.ts';
import { sharesMoved } from '../../domain/history.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import { type Condition, checkCondition } from './conditions.ts';
import { type Caller, endpointIdOf, record, recordOf, touched } from './record.ts';

export type DeleteDeployment = Caller & {
  readonly endpointUid: string;
  readonly name: string;
  readonly condition: Condition;
};

/**
 * Marks a deployment for removal; undefined when there is none. Refused while it takes live traffic; what is mirrored
 * to it ends with it. Repeating it is harmless.
 */
export async function deleteDeployment(
  parts: Parts,
  command: DeleteDeployment,
): Promise<Operation | undefined> {
  return parts.store.change(async (rows) => {
    const endpoint = await rows.endpoints.get(command.endpointUid);
    const before = endpoint && (await rows.deployments.find(endpoint.uid, command.name));
    if (endpoint === undefined || before === undefined) return undefined;
    checkCondition(command.condition, before.generation, `deployment '${before.name}'`);
    if (before.deleting) return rows.operations.get(`od:${before.uid}:${before.generation}`);
    requireAllowed(deploymentRefusal('delete', deploymentFacts(before, endpoint)));
    const now = parts.clock.now();
    if (percentOf(endpoint.spec.mirror, before.name) > 0) {
      await clearMirror(parts, rows, command, { endpoint, at: now });
    }
    const deployment = {
      ...before,
      deleting: true,
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, now),
    };
    await rows.deployments.save(deployment);
    const change = {
      workspaceUid: endpoint.workspaceUid,
      object: 'deployment',
      objectUid: before.uid,
      verb: 'delete',
      generation: deployment.generation,
      startedAt: now,
    } as const;
    return record(rows, command, change, {
      endpoint,
      deployment: before.name,
      before: parts.pictures.deployment(before),
      after: null,
    });
  });
}

/** What is mirrored to a deployment ends with it: a change of the endpoint, with a record of its own. */
async function clearMirror(
  { pictures }: Parts,
  rows: Rows,
  command: DeleteDeployment,
  { endpoint, at }: { readonly endpoint: Endpoint; readonly at: number },
): Promise<void> {
  const spec = { ...endpoint.spec, mirror: {} };
  const after = {
    ...endpoint,
    spec,
    generation: endpoint.generation + 1,
    version: endpoint.version + 1,
    ...touched(endpoint, command.actor, at),
  };
  await rows.endpoints.save(after);
  const caller = { ...command, objectId: endpointIdOf(command.objectId) };
  await rows.history.append(
    recordOf(caller, {
      verb: 'update',
      at,
      operationId: null,
      endpoint,
      shares: sharesMoved(endpoint.spec, spec),
      before: pictures.endpoint(endpoint),
      after: pictures.endpoint(after),
    }),
  );
}
