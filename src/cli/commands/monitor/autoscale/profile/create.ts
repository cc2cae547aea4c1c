import { weekdays } from '../../../../../arm/autoscale/setting.ts';
import { zoneOf } from '../../../../../arm/autoscale/time-zones.ts';
import type { AutoscaleProfile, AutoscaleSettingResource } from '../../../../../sdk/autoscale.ts';
import type { Call } from '../../../../call.ts';
import { Failure, usage } from '../../../../failure.ts';
import { bodyOf, capacityAsked, defaultOf, openSettings, profileNamed, typed } from '../setting.ts';

/**
 * `az monitor autoscale profile create`: with --recurrence by the week, from --start (midnight) to --end (23:59), the end
 * being a twin of the default profile; without it once, from one date to another.
 */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const { settings } = await openSettings(call);
  const setting = args.need('autoscale-name');
  const zone = args.need('timezone');
  typed(() => zoneOf(zone, '--timezone'));
  const before = await settings.get(setting, { signal: world.signal });
  const name = args.need('name');
  if (before.properties.profiles.some((profile) => profile.name === name)) {
    throw new Failure(`The autoscale setting has a profile '${name}' already.`);
  }
  const copied = args.text('copy-rules');
  const profile: AutoscaleProfile = {
    name,
    capacity: capacityAsked(call),
    rules: copied === undefined ? [] : profileNamed(before, copied).rules,
  };
  const added = args.has('recurrence')
    ? recurring(call, before, profile)
    : [{ ...profile, fixedDate: { timeZone: zone, ...datesOf(call) } }];
  const profiles = [...before.properties.profiles, ...added];
  const after = await settings.put(setting, bodyOf(before, { profiles }), { signal: world.signal });
  return profileNamed(after, name);
}

function datesOf({ args }: Call): { readonly start: string; readonly end: string } {
  const [start, end] = [args.text('start'), args.text('end')];
  if (start !== undefined && end !== undefined) return { start, end };
  throw usage('usage error: fixed schedule: --start DATETIME --end DATETIME');
}

function recurring(
  { args }: Call,
  setting: AutoscaleSettingResource,
  profile: AutoscaleProfile,
): AutoscaleProfile[] {
  const fallback = defaultOf(setting);
  if (fallback === undefined) {
    throw new Failure('The autoscale setting has no default profile for the time between.');
  }
  const days = daysOf(args.list('recurrence'));
  const at = (time: Time): NonNullable<AutoscaleProfile['recurrence']> => ({
    frequency: 'Week',
    schedule: { timeZone: args.need('timezone'), days, hours: [time.hour], minutes: [time.minute] },
  });
  const start = timeOf(args.text('start') ?? '00:00', '--start');
  const end = timeOf(args.text('end') ?? '23:59', '--end');
  const twin = {
    name: JSON.stringify({ name: fallback.name, for: profile.name }),
    capacity: fallback.capacity,
    rules: fallback.rules,
  };
  return [
    { ...profile, recurrence: at(start) },
    { ...twin, recurrence: at(end) },
  ];
}

/** `week sat sun`: days by two letters or more. */
function daysOf(words: readonly string[]): string[] {
  const [unit = '', ...days] = words.flatMap((word) => word.split(/\s+/));
  if (unit.toLowerCase() !== 'week') throw usage('invalid usage: -r {week} [ARG ARG ...]');
  if (days.length === 0) throw usage('invalid usage: -r week [DAY DAY ...]');
  return days.map((day) => {
    const found = weekdays.find((one) => one.toLowerCase().startsWith(day.toLowerCase()));
    if (day.length >= 2 && found !== undefined) return found;
    throw usage(`argument --recurrence/-r: '${day}' is no day of the week, by two letters or more`);
  });
}

type Time = { readonly hour: number; readonly minute: number };

/** A time of day, or a date with one, of which the time counts. */
function timeOf(text: string, option: string): Time {
  const match = /(?:^|[T\s])(\d{1,2}):(\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2])];
  if (hour < 24 && minute < 60) return { hour, minute };
  throw usage(`argument ${option}: '${text}' is not a time such as 06:30`);
}
