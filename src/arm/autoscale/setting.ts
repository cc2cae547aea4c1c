/** An autoscale setting as it comes over the wire, checked, and in the words of the domain. */
import { fightOf } from '../../domain/autoscale/conflicts.ts';
import type { MetricOf, Profile, Schedule } from '../../domain/autoscale/settings.ts';
import { DomainError } from '../../domain/errors.ts';
import { limitRules } from '../../domain/limits.ts';
import type { WorkspaceKey } from '../../domain/workspace.ts';
import { checked } from '../check.ts';
import { choice } from '../choice.ts';
import { withoutEchoes, withoutNulls } from '../envelope.ts';
import { splitId } from '../ids.ts';
import { AutoscaleBody, type ProfileBody } from './body.ts';
import { ruleOf } from './rule.ts';
import { zoneOf } from './time-zones.ts';

/** Instances of a deployment, whatever its limit. */
const { most } = limitRules.instancesPerDeployment;

/** Throws bad-argument with the path of the field. */
export function autoscaleBody(body: unknown): AutoscaleBody {
  const found = checked(AutoscaleBody, withoutNulls(withoutEchoes(body, ['provisioningState'])));
  const mode = found.properties.predictiveAutoscalePolicy?.scaleMode ?? 'Disabled';
  if (!/^disabled$/i.test(mode)) {
    throw new DomainError(
      'unsupported',
      `properties.predictiveAutoscalePolicy.scaleMode is '${mode}'; Teal foretells nothing, so it must be Disabled.`,
      { target: 'properties.predictiveAutoscalePolicy.scaleMode' },
    );
  }
  return found;
}

export type Resource = {
  readonly workspace: WorkspaceKey;
  readonly endpoint: string;
  readonly deployment: string | null;
};

/** The endpoint or deployment that an ARM id names. Throws bad-argument with the path. */
export function resourceOf(id: string, target: string): Resource {
  const found = splitId(id.replace(/\/+$/, ''));
  const match = /^\/onlineEndpoints\/([^/]+)(?:\/deployments\/([^/]+))?$/i.exec(found?.rest ?? '');
  if (found === undefined || match === null) {
    throw new DomainError(
      'bad-argument',
      `${target} is '${id}'; it must be the id of an online deployment or of an online endpoint.`,
      { target },
    );
  }
  return { workspace: found.workspace, endpoint: match[1] ?? '', deployment: match[2] ?? null };
}

/** Ids of everything that a setting measures, with the paths at which they stand. */
export function measuredIds({ properties }: AutoscaleBody): readonly { id: string; path: string }[] {
  return properties.profiles.flatMap((profile, at) =>
    profile.rules.map(({ metricTrigger }, index) => ({
      id: metricTrigger.metricResourceUri,
      path: `properties.profiles[${at}].rules[${index}].metricTrigger.metricResourceUri`,
    })),
  );
}

/** `measured` says what each id is, by the id as it is written. Throws bad-argument with the path of the field. */
export function profilesOf(
  { properties }: AutoscaleBody,
  measured: (id: string) => MetricOf,
): readonly Profile[] {
  const names = properties.profiles.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) refuse('properties.profiles', `has two profiles with the name '${twice}'`);
  const profiles = properties.profiles.map((profile, at) =>
    profileOf(profile, `properties.profiles[${at}]`, measured),
  );
  if (profiles.filter(({ schedule }) => schedule.kind === 'always').length > 1) {
    refuse(
      'properties.profiles',
      'has more than one profile without fixedDate and recurrence; only one is the default',
    );
  }
  return profiles;
}

function profileOf(body: ProfileBody, path: string, measured: (id: string) => MetricOf): Profile {
  const capacity = capacityOf(body.capacity, `${path}.capacity`);
  const rules = body.rules.map((rule, at) => ruleOf(rule, `${path}.rules[${at}]`, measured));
  const profile: Profile = { name: body.name, capacity, rules, schedule: scheduleOf(body, path) };
  const fight = fightOf(profile);
  if (fight !== undefined) refuse(`${path}.rules`, fight);
  return profile;
}

function capacityOf(body: ProfileBody['capacity'], path: string): Profile['capacity'] {
  const minimum = numberOf(body.minimum, `${path}.minimum`);
  const maximum = numberOf(body.maximum, `${path}.maximum`);
  const fallback = numberOf(body.default, `${path}.default`);
  if (minimum > maximum) refuse(path, `has minimum ${minimum}, more than its maximum ${maximum}`);
  if (fallback < minimum || fallback > maximum) {
    refuse(path, `has default ${fallback}; it must be from its minimum ${minimum} to its maximum ${maximum}`);
  }
  return { minimum, maximum, fallback };
}

function numberOf(value: string | number, path: string): number {
  const number = Number(value);
  if (/^\d+$/.test(String(value)) && number >= 1 && number <= most) return number;
  return refuse(path, `is '${value}'; it must be a whole number from 1 to ${most}`);
}

function scheduleOf({ fixedDate, recurrence }: ProfileBody, path: string): Schedule {
  if (fixedDate !== undefined && recurrence !== undefined) {
    refuse(path, 'has both fixedDate and recurrence; it must have one of them or none');
  }
  if (fixedDate !== undefined) return datesOf(fixedDate, `${path}.fixedDate`);
  if (recurrence === undefined) return { kind: 'always' };
  const at = `${path}.recurrence`;
  choice(['Week'], recurrence.frequency, `${at}.frequency`);
  const { timeZone, days, hours, minutes } = recurrence.schedule;
  const where = `${at}.schedule`;
  if (days.length * hours.length * minutes.length === 0) {
    refuse(where, 'must have at least one of days, hours and minutes');
  }
  const numbers = days.map((day) => weekdays.indexOf(choice(weekdays, day, `${where}.days`)));
  return {
    kind: 'weekly',
    zone: zoneOf(timeZone, `${where}.timeZone`),
    begins: numbers.flatMap((day) =>
      hours.flatMap((hour) => minutes.map((minute) => ({ day, hour, minute }))),
    ),
  };
}

export const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

function datesOf({ timeZone, start, end }: NonNullable<ProfileBody['fixedDate']>, path: string): Schedule {
  const zone = zoneOf(timeZone ?? 'UTC', `${path}.timeZone`);
  const from = localDate(start, `${path}.start`);
  const to = localDate(end, `${path}.end`);
  if (from >= to) refuse(path, `has start ${start}, which is not before its end ${end}`);
  return { kind: 'dates', zone, start: from, end: to };
}

/** Azure reads the digits as times of the zone, whatever follows them. */
function localDate(text: string, path: string): string {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d))?)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/i.exec(
    text.trim(),
  );
  const [, day = '', minute = '00:00', second = '00'] = match ?? [];
  const local = `${day}T${minute}:${second}`;
  if (match !== null && !Number.isNaN(Date.parse(`${local}Z`))) return local;
  return refuse(path, `is '${text}'; it must be a date and time such as 2026-12-24T08:00:00`);
}

function refuse(target: string, what: string): never {
  throw new DomainError('bad-argument', `${target} ${what}.`, { target });
}
