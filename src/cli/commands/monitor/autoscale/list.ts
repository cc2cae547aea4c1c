import type { Call } from '../../../call.ts';
import { openSettings, settingShape } from './setting.ts';

/** `az monitor autoscale list`. */
export async function run(call: Call): Promise<unknown> {
  const { settings } = await openSettings(call);
  return (await settings.list({ signal: call.world.signal }).all()).map(settingShape);
}
