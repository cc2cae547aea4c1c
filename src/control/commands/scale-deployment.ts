import type { Governed } from '../../domain/autoscale/ports.ts';
import { deploymentState } from '../../domain/deployment.ts';
import { mostOf } from '../../domain/limits.ts';
import type { Rows } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import { layersOf } from './check-room.ts';
import { type Caller, record, touched } from './record.ts';

export type ScaleDeployment = Caller & {
  readonly deploymentUid: string;
  /** What was seen when it was decided; nothing is done when it is another one now. */
  readonly generation: number;
  readonly instances: number;
  /** What autoscale remembers from now on, in the same transaction. */
  readonly governed: Governed;
  /** Whether what it was decided by is still in force. */
  readonly stands: (rows: Rows) => Promise<boolean>;
};

/**
 * Gives a deployment another number of instances, like a user's update of `instance_count`: a generation, an operation and
 * a record in the history. False, and nothing is done, when somebody else changes it, what governs it or its limit, at the
 * time.
 */
export async function scaleDeployment(parts: Parts, command: ScaleDeployment): Promise<boolean> {
  return parts.store.change(async (rows) => {
    const before = await rows.deployments.get(command.deploymentUid);
    const endpoint = before && (await rows.endpoints.get(before.endpointUid));
    if (before === undefined || endpoint === undefined || endpoint.deleting) return false;
    if (before.generation !== command.generation || deploymentState(before) !== 'Succeeded') return false;
    if (!(await command.stands(rows))) return false;
    const most = mostOf('instancesPerDeployment', await layersOf(rows, endpoint));
    if (command.instances > Math.max(most, before.spec.instanceCount)) return false;
    const deployment = {
      ...before,
      spec: { ...before.spec, instanceCount: command.instances },
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, parts.clock.now()),
    };
    await rows.deployments.save(deployment);
    await rows.autoscale.saveGoverned(command.governed);
    const change = {
      workspaceUid: endpoint.workspaceUid,
      object: 'deployment',
      objectUid: deployment.uid,
      verb: 'update',
      generation: deployment.generation,
      startedAt: deployment.modifiedAt,
    } as const;
    await record(rows, command, change, {
      endpoint,
      deployment: before.name,
      before: parts.pictures.deployment(before),
      after: parts.pictures.deployment(deployment),
    });
    return true;
  });
}
