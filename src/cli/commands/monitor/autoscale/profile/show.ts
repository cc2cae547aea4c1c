import type { Call } from '../../../../call.ts';
import { openSettings, profileNamed } from '../setting.ts';

/** `az monitor autoscale profile show`. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  return profileNamed(
    await settings.get(args.need('autoscale-name'), { signal: world.signal }),
    args.need('name'),
  );
}
