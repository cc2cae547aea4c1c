/** {deployment}/autoscale (ours): who decides about its instances; requests in flight as the target; the last decisions. */
import { inFlightPolicy } from '../../arm/autoscale/in-flight.ts';
import { type Governing, renderGoverning } from '../../arm/autoscale/render.ts';
import { deploymentId } from '../../arm/ids.ts';
import { utilizationOf } from '../../control/autoscale/targets.ts';
import { putOwnAutoscale } from '../../control/commands/put-own-autoscale.ts';
import { noMemory } from '../../domain/autoscale/ports.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { deploymentOf } from '../scope.ts';

/** GET {deployment}/autoscale. */
export async function getAutoscale(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint, deployment } = await deploymentOf(http, ask);
  const id = deploymentId(workspace, endpoint.name, deployment.name);
  const { rows } = http.parts.store;
  const [governed] = await rows.autoscale.governed([deployment.uid]);
  const setting = (await rows.autoscale.settings()).find(
    ({ target }) =>
      target.endpoint.toLowerCase() === endpoint.name.toLowerCase() &&
      target.deployment.toLowerCase() === deployment.name.toLowerCase(),
  );
  const scale = utilizationOf(deployment);
  const by: Governing['by'] = governed?.policy
    ? { kind: 'own', policy: governed.policy }
    : setting !== undefined
      ? { kind: 'setting', setting }
      : scale?.kind === 'utilization'
        ? { kind: 'utilization', policy: scale.policy }
        : { kind: 'none' };
  const memory = http.autoscaler.memoryOf(deployment.uid) ?? governed?.memory ?? noMemory;
  return ok(renderGoverning({ id, instances: deployment.spec.instanceCount, by, memory }));
}

/** PUT {deployment}/autoscale: from now on its instances follow its requests in flight. */
export async function putAutoscale(http: Http, ask: Ask): Promise<Answer> {
  const { deployment } = await deploymentOf(http, ask);
  const policy = inFlightPolicy(ask.body, deployment.spec.requestSettings.maxConcurrentPerInstance);
  await change(http, ask, policy);
  return getAutoscale(http, ask);
}

/** DELETE {deployment}/autoscale: the number of instances stays as it is; one that sleeps gets one. */
export async function removeAutoscale(http: Http, ask: Ask): Promise<Answer> {
  await change(http, ask, null);
  return getAutoscale(http, ask);
}

async function change(
  http: Http,
  ask: Ask,
  policy: Parameters<typeof putOwnAutoscale>[1]['policy'],
): Promise<void> {
  const { workspace, endpoint, deployment } = await deploymentOf(http, ask);
  await putOwnAutoscale(http.parts, {
    ...callerOf(ask, deploymentId(workspace, endpoint.name, deployment.name)),
    endpoint: endpoint.name,
    deploymentUid: deployment.uid,
    policy,
  });
  http.autoscaler.changed();
  http.reconciler.nudge(endpoint.uid);
}
