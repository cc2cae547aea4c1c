import { type AutoscaleSetting, noMemory, type SettingKey } from '../../domain/autoscale/ports.ts';
import { DomainError } from '../../domain/errors.ts';
import type { LimitLayers } from '../../domain/limits.ts';
import type { Parts } from '../parts.ts';
import { checkMaximum, layersOf } from './check-room.ts';
import { refuseOtherGovernor } from './governor.ts';
import { born, type Caller, touched } from './record.ts';
import { recordSetting } from './record-autoscale.ts';

export type PutAutoscaleSetting = SettingKey &
  Pick<AutoscaleSetting, 'location' | 'tags' | 'enabled' | 'target' | 'profiles' | 'sent'> & {
    readonly caller: Caller;
    readonly deploymentUid: string;
  };

/**
 * Creates an autoscale setting or replaces it. Throws conflict when something else governs the deployment; not-found
 * when that is gone; bad-argument for more instances than it may have. What was remembered of the deployment is
 * forgotten: the new rules begin at once.
 */
export async function putAutoscaleSetting(
  parts: Parts,
  command: PutAutoscaleSetting,
): Promise<{ readonly setting: AutoscaleSetting; readonly created: boolean }> {
  const { caller, deploymentUid, ...rest } = command;
  return parts.store.change(async (rows) => {
    const deployment = await rows.deployments.get(deploymentUid);
    const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
    if (deployment === undefined || endpoint === undefined || deployment.deleting) {
      throw new DomainError(
        'not-found',
        `The deployment '${rest.target.deployment}' does not exist any more.`,
      );
    }
    await refuseOtherGovernor(rows, { endpoint: rest.target.endpoint, deployment }, 'setting', rest);
    const before = await rows.autoscale.setting(rest);
    checkCapacities(rest, before, await layersOf(rows, endpoint));
    const now = parts.clock.now();
    const stamp = before === undefined ? born(caller.actor, now) : touched(before, caller.actor, now);
    // The name keeps the case in which it was first written.
    const name = before?.name ?? rest.name;
    const setting = { ...rest, name, ...stamp };
    await rows.autoscale.saveSetting(setting);
    await recordSetting({ parts, rows, caller }, { before: before ?? null, after: setting });
    const [governed] = await rows.autoscale.governed([deploymentUid]);
    const decisions = governed?.memory.decisions ?? [];
    await rows.autoscale.saveGoverned({
      deploymentUid,
      policy: null,
      memory: { ...noMemory, decisions },
    });
    return { setting, created: before === undefined };
  });
}

function checkCapacities(
  { profiles, target }: Pick<AutoscaleSetting, 'profiles' | 'target'>,
  before: AutoscaleSetting | undefined,
  layers: LimitLayers,
): void {
  const earlier = before?.target.id === target.id ? before.profiles : [];
  const most = Math.max(0, ...earlier.map(({ capacity }) => capacity.maximum));
  for (const [at, { capacity }] of profiles.entries()) {
    const field = `properties.profiles[${at}].capacity.maximum`;
    checkMaximum({ field, wanted: capacity.maximum, before: most }, layers);
  }
}

/** Deletes a setting; the number of instances stays as it is. False when there was none. */
export async function removeAutoscaleSetting(
  parts: Parts,
  { key, caller }: { readonly key: SettingKey; readonly caller: Caller },
): Promise<boolean> {
  return parts.store.change(async (rows) => {
    const before = await rows.autoscale.setting(key);
    if (before === undefined) return false;
    await rows.autoscale.removeSetting(key);
    await recordSetting({ parts, rows, caller }, { before, after: null });
    return true;
  });
}
