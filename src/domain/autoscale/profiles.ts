/** Which profile of a setting is in force: one with dates, else a weekly one, else the one that always is (Azure Monitor). */
import { localTime } from './local-time.ts';
import type { Profile, Schedule, WeekTime } from './settings.ts';

const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;

export function profileAt(profiles: readonly Profile[], now: number): Profile | undefined {
  return (
    profiles.find(({ schedule }) => schedule.kind === 'dates' && isWithin(schedule, now)) ??
    latestWeekly(profiles, now) ??
    profiles.find(({ schedule }) => schedule.kind === 'always')
  );
}

/** Local times of one form compare as texts. */
function isWithin({ zone, start, end }: Extract<Schedule, { kind: 'dates' }>, now: number): boolean {
  const { text } = localTime(now, zone);
  return start <= text && text < end;
}

/** A weekly profile has a beginning only: it lasts until another one begins. */
function latestWeekly(profiles: readonly Profile[], now: number): Profile | undefined {
  let best: Profile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const profile of profiles) {
    if (profile.schedule.kind !== 'weekly') continue;
    const { zone, begins } = profile.schedule;
    const { day, hour, minute } = localTime(now, zone);
    for (const begin of begins) {
      const age = (minuteOf({ day, hour, minute }) - minuteOf(begin) + minutesOfWeek) % minutesOfWeek;
      if (age >= least) continue;
      least = age;
      best = profile;
    }
  }
  return best;
}

function minuteOf({ day, hour, minute }: WeekTime): number {
  return day * minutesOfDay + hour * 60 + minute;
}
