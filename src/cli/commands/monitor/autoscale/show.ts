import type { Call } from '../../../call.ts';
import { openSettings, settingShape } from './setting.ts';

/** `az monitor autoscale show`. */
export async function run(call: Call): Promise<unknown> {
  const { settings } = await openSettings(call);
  return settingShape(await settings.get(call.args.need('name'), { signal: call.world.signal }));
}
