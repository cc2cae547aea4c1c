import type { Call } from '../../../../call.ts';
import { bodyOf, defaultOf, openSettings, profileNamed, twinOf } from '../setting.ts';

/** `az monitor autoscale profile delete`: with its twin; the default stays, and stands for itself again. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const setting = args.need('autoscale-name');
  const before = await settings.get(setting, { signal: world.signal });
  const { name } = profileNamed(before, args.need('name'));
  const kept = before.properties.profiles.filter((one) => one.name !== name && twinOf(one.name) !== name);
  const fallback = defaultOf(before);
  const lost = fallback !== undefined && !kept.some(({ recurrence, fixedDate }) => !recurrence && !fixedDate);
  const { capacity, rules } = fallback ?? { capacity: undefined, rules: [] };
  const profiles = lost && capacity !== undefined ? [...kept, { name: 'default', capacity, rules }] : kept;
  await settings.put(setting, bodyOf(before, { profiles }), { signal: world.signal });
  return undefined;
}
