import type { Call } from '../../../../call.ts';
import { defaultProfile, openSettings, profileNamed } from '../setting.ts';

/** `az monitor autoscale rule list`: with the index by which `delete` and `copy` name them. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const setting = await settings.get(args.need('autoscale-name'), { signal: world.signal });
  const { rules } = profileNamed(setting, args.text('profile-name') ?? defaultProfile);
  return rules.map((rule, index) => ({ index, ...rule }));
}
