/** Every deployment whose number of instances somebody else than a person decides. */

import type { LoadPolicy } from '../../domain/autoscale/load.ts';
import {
  type AutoscaleSetting,
  type Memory,
  noMemory,
  type OwnPolicy,
} from '../../domain/autoscale/ports.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Rows } from '../../domain/store.ts';

export type Target = {
  readonly endpoint: Endpoint;
  readonly deploymentUid: string;
  readonly deployment: string;
  readonly how:
    | { readonly kind: 'rules'; readonly setting: AutoscaleSetting }
    | { readonly kind: 'utilization'; readonly policy: LoadPolicy; readonly everyMs: number }
    | { readonly kind: 'own'; readonly policy: OwnPolicy };
  readonly policy: OwnPolicy | null;
  readonly memory: Memory;
};

/** How much slower instances are taken away than added (azureml-fe of Azure ML on Kubernetes). */
const slowerIn = 20;
/** Fewer looks than these say nothing. */
const leastOutMs = 3000;

export async function targetsOf(rows: Rows): Promise<Target[]> {
  const [settings, governed, byUtilization] = await Promise.all([
    rows.autoscale.settings(),
    rows.autoscale.governed(),
    rows.deployments.byUtilization(),
  ]);
  const memories = new Map(governed.map((one) => [one.deploymentUid, one]));
  const found: Target[] = [];
  const add = async (deployment: Deployment | undefined, how: Target['how']): Promise<void> => {
    const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
    if (deployment === undefined || endpoint === undefined) return;
    const { uid, name } = deployment;
    const known = memories.get(uid);
    const kept = { policy: known?.policy ?? null, memory: known?.memory ?? noMemory };
    found.push({ endpoint, deploymentUid: uid, deployment: name, how, ...kept });
  };
  for (const { deploymentUid, policy } of governed) {
    if (policy !== null) await add(await rows.deployments.get(deploymentUid), { kind: 'own', policy });
  }
  for (const setting of settings) {
    if (!setting.enabled) continue;
    const endpoint = await rows.endpoints.find(setting.target.endpoint);
    const deployment = endpoint && (await rows.deployments.find(endpoint.uid, setting.target.deployment));
    await add(deployment, { kind: 'rules', setting });
  }
  for (const deployment of byUtilization) {
    const how = utilizationOf(deployment);
    if (how !== undefined) await add(deployment, how);
  }
  return found.filter(
    ({ deploymentUid }, at) => found.findIndex((one) => one.deploymentUid === deploymentUid) === at,
  );
}

/** `target_utilization` of a Kubernetes deployment: in flight and in line, of what all its instances take at once. */
export function utilizationOf({ spec }: Pick<Deployment, 'spec'>): Target['how'] | undefined {
  const { scaleSettings, requestSettings } = spec;
  if (scaleSettings.kind !== 'target_utilization') return undefined;
  const everyMs = scaleSettings.pollingIntervalSeconds * 1000;
  const outMs = Math.max(leastOutMs, everyMs);
  return {
    kind: 'utilization',
    everyMs,
    policy: {
      perInstance:
        (requestSettings.maxConcurrentPerInstance * scaleSettings.targetUtilizationPercentage) / 100,
      minimum: scaleSettings.minInstances,
      maximum: scaleSettings.maxInstances,
      outMs,
      inMs: outMs * slowerIn,
      idleMs: 0,
    },
  };
}
