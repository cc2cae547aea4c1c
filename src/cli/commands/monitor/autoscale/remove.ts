import type { Call } from '../../../call.ts';
import { openSettings } from './setting.ts';

/** `az monitor autoscale delete`: the number of instances stays; deleting what is not there is no mistake. */
export async function run(call: Call): Promise<unknown> {
  const { settings } = await openSettings(call);
  await settings.remove(call.args.need('name'), { signal: call.world.signal });
  return undefined;
}
