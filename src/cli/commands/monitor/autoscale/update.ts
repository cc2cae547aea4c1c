import type { AutoscaleCapacity, AutoscaleProfile } from '../../../../sdk/autoscale.ts';
import type { Call } from '../../../call.ts';
import { tagsOf } from '../../ml/asset.ts';
import { edited } from '../../operations.ts';
import { notificationOf } from './notification.ts';
import { bodyOfShape, defaultOf, openSettings, settingShape, twinOf } from './setting.ts';

/**
 * `az monitor autoscale update`: on or off, the counts of the default profile and its twins, tags, and anything with
 * --set, --add and --remove. Where the count was fixed, --count alone moves all three.
 */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const name = args.need('name');
  const before = await settings.get(name, { signal: world.signal });
  const { properties, ...rest } = before;
  const capacity = capacityOf(call, defaultOf(before)?.capacity);
  const profiles = capacity === undefined ? properties.profiles : properties.profiles.map(withIt(capacity));
  const [first, ...others] = properties.notifications ?? [];
  const shape = {
    ...rest,
    ...properties,
    profiles,
    notifications: [notificationOf(call, first), ...others],
    ...(args.has('enabled') ? { enabled: args.flag('enabled') } : {}),
    ...(args.has('tags') ? { tags: tagsOf(args.list('tags')) } : {}),
  };
  const body = bodyOfShape(edited(call, shape));
  return settingShape(await settings.put(name, body, { signal: world.signal }));
}

function capacityOf({ args }: Call, before: AutoscaleCapacity | undefined): AutoscaleCapacity | undefined {
  const [count, least, most] = ['count', 'min-count', 'max-count'].map((option) => args.text(option));
  if (before === undefined || (count === undefined && least === undefined && most === undefined)) {
    return undefined;
  }
  const fixed = before.minimum === before.default && before.maximum === before.default;
  const alone = fixed && least === undefined && most === undefined ? count : undefined;
  return {
    default: count ?? before.default,
    minimum: least ?? alone ?? before.minimum,
    maximum: most ?? alone ?? before.maximum,
  };
}

/** Profiles with times of their own keep their counts; the default and the twins that stand for it get these. */
function withIt(capacity: AutoscaleCapacity): (profile: AutoscaleProfile) => AutoscaleProfile {
  return (profile) => {
    const own =
      profile.fixedDate !== undefined ||
      (profile.recurrence !== undefined && twinOf(profile.name) === undefined);
    return own ? profile : { ...profile, capacity };
  };
}
