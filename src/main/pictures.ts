import { createHmac, randomBytes } from 'node:crypto';
import {
  autoscaleSettingPicture,
  deploymentPicture,
  endpointPicture,
  ownAutoscalePicture,
} from '../arm/pictures.ts';
import type { Pictures } from '../control/parts.ts';
import type { Store } from '../domain/store.ts';

const setting = 'history-secret';

/** Pictures for the history, whose digests of values are keyed with a secret of this home: nobody tries passwords on them. */
export async function createPictures(store: Store): Promise<Pictures> {
  const secret = await secretOf(store);
  const digest = (name: string, value: string): string =>
    `hmac-sha256:${createHmac('sha256', secret)
      .update(JSON.stringify([name, value]))
      .digest('hex')
      .slice(0, 16)}`;
  return {
    endpoint: endpointPicture,
    deployment: (deployment) => deploymentPicture(deployment, digest),
    autoscaleSetting: (setting) => autoscaleSettingPicture(setting, digest),
    ownAutoscale: ownAutoscalePicture,
  };
}

async function secretOf(store: Store): Promise<string> {
  const kept = await store.rows.settings.get(setting);
  if (kept !== undefined) return kept;
  const secret = randomBytes(32).toString('base64url');
  await store.change((rows) => rows.settings.set(setting, secret));
  return secret;
}
