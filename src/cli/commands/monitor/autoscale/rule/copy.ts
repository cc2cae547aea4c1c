import type { Call } from '../../../../call.ts';
import { bodyOf, defaultProfile, openSettings, profileNamed, withProfile } from '../setting.ts';
import { indices } from './indices.ts';

/** `az monitor autoscale rule copy`: adds rules of one profile to another. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const setting = args.need('autoscale-name');
  const before = await settings.get(setting, { signal: world.signal });
  const source = profileNamed(before, args.text('source-schedule') ?? defaultProfile);
  const target = profileNamed(before, args.need('dest-schedule'));
  const wanted = indices(args.list('index'), source.rules.length);
  const rules = [...target.rules, ...source.rules.filter((_, at) => wanted.has(at))];
  const profiles = withProfile(before, { ...target, rules });
  await settings.put(setting, bodyOf(before, { profiles }), { signal: world.signal });
  return undefined;
}
