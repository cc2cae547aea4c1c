/** Options that several commands on autoscale settings have. */
import type { Effect } from '../../../effect.ts';
import type { OptionSpec } from '../../../parse/spec.ts';

const silent: Effect = {
  kind: 'recorded',
  why: 'Teal sends no mail and calls nobody; see teal autoscale explain',
};

/** `--name` of commands on the setting itself. */
export const settingName = (required: boolean): OptionSpec => ({
  names: ['name', 'autoscale-name'],
  short: 'n',
  kind: 'value',
  help: 'Name of the autoscale setting.',
  ...(required ? { required } : { fallback: 'the name of the resource' }),
});

/** Of commands on what is in one. */
export const autoscaleName: OptionSpec = {
  names: ['autoscale-name'],
  kind: 'value',
  required: true,
  help: 'Name of the autoscale setting.',
};

export const profileName: OptionSpec = {
  names: ['profile-name'],
  kind: 'value',
  fallback: 'default',
  help: 'Name of the profile.',
};

export const counts = (required: boolean): readonly OptionSpec[] => [
  {
    names: ['count'],
    kind: 'int',
    ...(required ? { required } : {}),
    help: 'Instances when no metric can be read; without the two limits, exactly so many.',
  },
  { names: ['min-count'], kind: 'int', fallback: '--count', help: 'Fewest instances.' },
  { names: ['max-count'], kind: 'int', fallback: '--count', help: 'Most instances.' },
];

const emails: readonly OptionSpec[] = [
  {
    names: ['email-administrator'],
    kind: 'tristate',
    help: 'Mail to the administrator of the subscription.',
    effect: silent,
  },
  {
    names: ['email-coadministrators'],
    kind: 'tristate',
    help: 'Mail to its co-administrators.',
    effect: silent,
  },
];

export const tellOnCreate: readonly OptionSpec[] = [
  {
    names: ['action'],
    short: 'a',
    kind: 'multi',
    help: 'Whom to tell: email ADDRESS …, or webhook URI [KEY=VALUE …]. Repeatable.',
    effect: silent,
  },
  ...emails,
];

export const tellOnUpdate: readonly OptionSpec[] = [
  {
    names: ['add-action'],
    short: 'a',
    kind: 'multi',
    help: 'Whom else to tell: email ADDRESS …, or webhook URI [KEY=VALUE …].',
    effect: silent,
  },
  {
    names: ['remove-action'],
    short: 'r',
    kind: 'multi',
    help: 'Whom to tell no more: email ADDRESS …, or webhook URI ….',
    effect: silent,
  },
  ...emails,
];
