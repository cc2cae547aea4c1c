import type { Call } from '../../../../call.ts';
import { bodyOf, defaultProfile, openSettings, profileNamed, withProfile } from '../setting.ts';
import { indices } from './indices.ts';

/** `az monitor autoscale rule delete`. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const setting = args.need('autoscale-name');
  const before = await settings.get(setting, { signal: world.signal });
  const profile = profileNamed(before, args.text('profile-name') ?? defaultProfile);
  const gone = indices(args.list('index'), profile.rules.length);
  const rules = profile.rules.filter((_, at) => !gone.has(at));
  const profiles = withProfile(before, { ...profile, rules });
  await settings.put(setting, bodyOf(before, { profiles }), { signal: world.signal });
  return undefined;
}
