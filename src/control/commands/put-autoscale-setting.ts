import { type AutoscaleSetting, noMemory, type SettingKey } from '../../domain/autoscale/ports.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Parts } from '../parts.ts';
import { refuseOtherGovernor } from './governor.ts';
import { born, touched } from './record.ts';

export type PutAutoscaleSetting = SettingKey &
  Pick<AutoscaleSetting, 'location' | 'tags' | 'enabled' | 'target' | 'profiles' | 'sent'> & {
    readonly actor: string;
    readonly deploymentUid: string;
  };

/**
 * Creates an autoscale setting or replaces it. Throws conflict when something else governs the deployment; not-found
 * when that is gone. What was remembered of the deployment is forgotten: the new rules begin at once.
 */
export async function putAutoscaleSetting(
  parts: Parts,
  command: PutAutoscaleSetting,
): Promise<{ readonly setting: AutoscaleSetting; readonly created: boolean }> {
  const { actor, deploymentUid, ...rest } = command;
  return parts.store.change(async (rows) => {
    const deployment = await rows.deployments.get(deploymentUid);
    if (deployment === undefined || deployment.deleting) {
      throw new DomainError(
        'not-found',
        `The deployment '${rest.target.deployment}' does not exist any more.`,
      );
    }
    await refuseOtherGovernor(rows, { endpoint: rest.target.endpoint, deployment }, 'setting', rest);
    const before = await rows.autoscale.setting(rest);
    const now = parts.clock.now();
    const stamp = before === undefined ? born(actor, now) : touched(before, actor, now);
    // The name keeps the case in which it was first written.
    const name = before?.name ?? rest.name;
    const setting = { ...rest, name, ...stamp };
    await rows.autoscale.saveSetting(setting);
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
