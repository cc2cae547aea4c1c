import type { Operation } from '../../domain/operation.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Parts } from '../parts.ts';
import { type Condition, checkCondition } from './conditions.ts';
import { type Caller, record, recordOf, touched } from './record.ts';

export type DeleteEndpoint = Caller & {
  readonly workspace: Workspace;
  readonly name: string;
  readonly condition: Condition;
};

/** Marks an endpoint and all its deployments for removal; undefined when there is none. Repeating it is harmless. */
export async function deleteEndpoint(parts: Parts, command: DeleteEndpoint): Promise<Operation | undefined> {
  return parts.store.change(async (rows) => {
    const before = await rows.endpoints.find(command.name);
    if (before === undefined || before.workspaceUid !== command.workspace.uid) return undefined;
    checkCondition(command.condition, before.generation, `endpoint '${before.name}'`);
    if (before.deleting) return rows.operations.get(`oe:${before.uid}:${before.generation}`);
    const now = parts.clock.now();
    const endpoint = {
      ...before,
      deleting: true,
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, now),
    };
    await rows.endpoints.save(endpoint);
    for (const deployment of await rows.deployments.list(before.uid)) {
      if (deployment.deleting) continue;
      await rows.deployments.save({
        ...deployment,
        deleting: true,
        generation: deployment.generation + 1,
        version: deployment.version + 1,
      });
      const { name } = deployment;
      const caller = { ...command, objectId: `${command.objectId}/deployments/${name}` };
      const gone = { before: parts.pictures.deployment(deployment), after: null };
      await rows.history.append(
        recordOf(caller, { verb: 'delete', at: now, operationId: null, endpoint, deployment: name, ...gone }),
      );
    }
    const change = {
      workspaceUid: before.workspaceUid,
      object: 'endpoint',
      objectUid: before.uid,
      verb: 'delete',
      generation: endpoint.generation,
      startedAt: now,
    } as const;
    return record(rows, command, change, { endpoint, before: parts.pictures.endpoint(before), after: null });
  });
}
