import { noMemory, type OwnPolicy } from '../../domain/autoscale/ports.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Parts } from '../parts.ts';
import { checkMaximum, layersOf } from './check-room.ts';
import { refuseOtherGovernor } from './governor.ts';
import { type Caller, record, touched } from './record.ts';
import { recordOwn } from './record-autoscale.ts';

export type PutOwnAutoscale = Caller & {
  readonly endpoint: string;
  readonly deploymentUid: string;
  /** Null: off. */
  readonly policy: OwnPolicy | null;
};

/**
 * Sets how a deployment is scaled by its requests in flight, or that it is not. One that sleeps when that ends gets an
 * instance: nobody else would wake it. Throws conflict when something else governs it, bad-argument for more instances than
 * it may have.
 */
export async function putOwnAutoscale(parts: Parts, command: PutOwnAutoscale): Promise<void> {
  const { deploymentUid, policy } = command;
  await parts.store.change(async (rows) => {
    const deployment = await rows.deployments.get(deploymentUid);
    const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
    if (deployment === undefined || endpoint === undefined || deployment.deleting) {
      throw new DomainError('not-found', 'The deployment does not exist any more.');
    }
    const [known] = await rows.autoscale.governed([deploymentUid]);
    if (policy !== null) {
      await refuseOtherGovernor(rows, { endpoint: command.endpoint, deployment }, 'own');
      const before = known?.policy?.maximum ?? 0;
      const asked = { field: 'properties.maxInstances', wanted: policy.maximum, before };
      checkMaximum(asked, await layersOf(rows, endpoint));
    }
    const decisions = known?.memory.decisions ?? [];
    await rows.autoscale.saveGoverned({ deploymentUid, policy, memory: { ...noMemory, decisions } });
    await recordOwn(
      { parts, rows, caller: command },
      { endpoint, deployment: deployment.name, before: known?.policy ?? null, after: policy },
    );
    if (policy !== null || deployment.spec.instanceCount > 0) return;
    const awake: Deployment = {
      ...deployment,
      spec: { ...deployment.spec, instanceCount: 1 },
      generation: deployment.generation + 1,
      version: deployment.version + 1,
      ...touched(deployment, command.actor, parts.clock.now()),
    };
    await rows.deployments.save(awake);
    const change = {
      workspaceUid: endpoint.workspaceUid,
      object: 'deployment',
      objectUid: deployment.uid,
      verb: 'update',
      generation: awake.generation,
      startedAt: awake.modifiedAt,
    } as const;
    await record(rows, command, change, {
      endpoint,
      deployment: deployment.name,
      before: parts.pictures.deployment(deployment),
      after: parts.pictures.deployment(awake),
    });
  });
}
