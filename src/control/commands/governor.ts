import type { SettingKey } from '../../domain/autoscale/ports.ts';
import type { Deployment } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Rows } from '../../domain/store.ts';

/** Who may say how many instances a deployment has, besides a person. */
type Governor = 'setting' | 'own' | 'scale_settings';

const advice: Readonly<Record<Governor, string>> = {
  setting: 'Delete that setting first.',
  own: 'Switch it off first: teal autoscale off.',
  scale_settings: 'Give the deployment scale_settings of type default first.',
};

/** Two that decide about one number would undo each other's work. Throws conflict that names the other one. */
export async function refuseOtherGovernor(
  rows: Rows,
  target: { readonly endpoint: string; readonly deployment: Pick<Deployment, 'uid' | 'name' | 'spec'> },
  me: Governor,
  key?: SettingKey,
): Promise<void> {
  const { endpoint, deployment } = target;
  const refuse = (governor: Governor, what: string): never => {
    throw new DomainError(
      'conflict',
      `The instances of deployment '${deployment.name}' are governed by ${what} already; there can be one only. ${advice[governor]}`,
    );
  };
  const setting = (await rows.autoscale.settings()).find(
    (one) =>
      same(one.target.endpoint, endpoint) &&
      same(one.target.deployment, deployment.name) &&
      !(key !== undefined && sameKey(one, key)),
  );
  if (setting !== undefined) refuse('setting', `the autoscale setting '${setting.name}'`);
  const [governed] = await rows.autoscale.governed([deployment.uid]);
  if (me !== 'own' && governed?.policy) refuse('own', 'teal autoscale');
  if (me !== 'scale_settings' && deployment.spec.scaleSettings.kind !== 'default') {
    refuse('scale_settings', 'its scale_settings (target_utilization)');
  }
}

function sameKey(one: SettingKey, other: SettingKey): boolean {
  return (
    same(one.subscription, other.subscription) &&
    same(one.resourceGroup, other.resourceGroup) &&
    same(one.name, other.name)
  );
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
