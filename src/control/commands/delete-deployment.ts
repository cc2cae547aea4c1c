import type { Endpoint } from '../../domain/endpoint.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import { checkRemovable, percentOf } from '../../domain/traffic.ts';
import type { Parts } from '../parts.ts';
import { type Condition, checkCondition } from './conditions.ts';
import { type Caller, record, touched } from './record.ts';

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
    checkRemovable(before.name, endpoint.spec.traffic);
    const now = parts.clock.now();
    if (percentOf(endpoint.spec.mirror, before.name) > 0) {
      await clearMirror(rows, command, endpoint, now);
    }
    const deployment = {
      ...before,
      deleting: true,
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, now),
    };
    await rows.deployments.save(deployment);
    return record(rows, command, {
      workspaceUid: endpoint.workspaceUid,
      object: 'deployment',
      objectUid: before.uid,
      verb: 'delete',
      generation: deployment.generation,
      startedAt: now,
      before: before.name,
      after: null,
    });
  });
}

/** What is mirrored to a deployment ends with it: a change of the endpoint, with its own line of history. */
async function clearMirror(
  rows: Rows,
  { actor, objectId }: DeleteDeployment,
  endpoint: Endpoint,
  at: number,
): Promise<void> {
  const spec = { ...endpoint.spec, mirror: {} };
  await rows.endpoints.save({
    ...endpoint,
    spec,
    generation: endpoint.generation + 1,
    version: endpoint.version + 1,
    ...touched(endpoint, actor, at),
  });
  await rows.events.append({
    at,
    actor,
    objectId: objectId.replace(/\/deployments\/[^/]+$/, ''),
    what: 'update',
    operationId: null,
    before: endpoint.spec,
    after: spec,
  });
}
