import type { Call } from '../../../../call.ts';
import { openSettings } from '../setting.ts';

/** `az monitor autoscale profile list`. */
export async function run(call: Call): Promise<unknown> {
  const { settings } = await openSettings(call);
  return (await settings.get(call.args.need('autoscale-name'), { signal: call.world.signal })).properties
    .profiles;
}
