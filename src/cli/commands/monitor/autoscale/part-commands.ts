import type { CommandSpec, OptionSpec } from '../../../parse/spec.ts';
import { name, reason, resourceGroup } from '../../options.ts';
import { resourceOptions } from '../resource-options.ts';
import { autoscaleName, counts, profileName } from './options.ts';

const index: OptionSpec = {
  names: ['index'],
  kind: 'multi',
  required: true,
  help: "Places of rules as `rule list` counts them, or '*' for all.",
};

/** `az monitor autoscale profile …` */
export const profileCommands: readonly CommandSpec[] = [
  {
    words: ['monitor', 'autoscale', 'profile', 'create'],
    summary: 'Other limits and rules for some days of the week, or from one date to another.',
    options: [
      autoscaleName,
      name('profile'),
      ...counts(true),
      {
        names: ['timezone'],
        kind: 'value',
        required: true,
        help: 'Time zone of the times, as list-timezones names them.',
      },
      {
        names: ['recurrence'],
        short: 'r',
        kind: 'multi',
        help: 'Every week on these days: week DAY …; without it from --start to --end, once.',
      },
      { names: ['start'], kind: 'value', help: 'When it begins: a time of day, or a date and time.' },
      { names: ['end'], kind: 'value', help: 'When it ends.' },
      { names: ['copy-rules'], kind: 'value', help: 'Name of the profile whose rules it gets.' },
      reason,
      resourceGroup,
    ],
    examples: [
      {
        what: 'Two instances at weekends',
        line: 'monitor autoscale profile create --autoscale-name scale-blue -n weekend --count 2 --timezone "Pacific Standard Time" --recurrence week sat sun',
      },
    ],
    load: () => import('./profile/create.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'profile', 'list'],
    summary: 'List the profiles of a setting.',
    options: [autoscaleName, resourceGroup],
    load: () => import('./profile/list.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'profile', 'show'],
    summary: 'Show a profile.',
    options: [autoscaleName, name('profile'), resourceGroup],
    load: () => import('./profile/show.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'profile', 'delete'],
    summary: 'Delete a profile.',
    options: [autoscaleName, name('profile'), reason, resourceGroup],
    load: () => import('./profile/remove.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'profile', 'list-timezones'],
    summary: 'List the names of time zones.',
    options: [
      { names: ['offset'], kind: 'value', help: 'Only those so far from UTC: +5, -08:00.' },
      { names: ['search-query'], short: 'q', kind: 'value', help: 'Only those whose name has this in it.' },
    ],
    load: () => import('./profile/list-timezones.ts'),
  },
];

/** `az monitor autoscale rule …` */
export const ruleCommands: readonly CommandSpec[] = [
  {
    words: ['monitor', 'autoscale', 'rule', 'create'],
    summary: 'Add a rule: when a metric passes a threshold, instances come or go.',
    options: [
      autoscaleName,
      profileName,
      {
        names: ['condition'],
        kind: 'multi',
        required: true,
        help: 'METRIC {==,!=,>,>=,<,<=} THRESHOLD {avg,min,max,total,count} PERIOD [where DIMENSION {==,!=} VALUE [or VALUE …] [and …]].',
      },
      {
        names: ['scale'],
        kind: 'multi',
        required: true,
        help: '{out,in} N[%], or to N.',
      },
      {
        names: ['cooldown'],
        kind: 'int',
        fallback: '5',
        help: 'Minutes after any change in which this rule does nothing.',
      },
      {
        names: ['timegrain'],
        kind: 'multi',
        fallback: 'avg 1m',
        help: 'How the metric is summed up first: {avg,min,max,sum} PERIOD.',
      },
      ...resourceOptions(
        false,
        'Whose metric it is, when not the deployment: id of its endpoint, or a name.',
      ),
      reason,
      resourceGroup,
    ],
    examples: [
      {
        what: 'Two more when the CPU is busy',
        line: 'monitor autoscale rule create --autoscale-name scale-blue --condition "CpuUtilizationPercentage >= 70 avg 5m" --scale out 2',
      },
      {
        what: 'One more when the endpoint is slow',
        line: 'monitor autoscale rule create --autoscale-name scale-blue --condition "RequestLatency >= 70 avg 5m" --scale out 1 --resource ID',
      },
    ],
    load: () => import('./rule/create.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'rule', 'list'],
    summary: 'List the rules of a profile with their places.',
    options: [autoscaleName, profileName, resourceGroup],
    load: () => import('./rule/list.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'rule', 'delete'],
    summary: 'Delete rules of a profile.',
    options: [autoscaleName, profileName, index, reason, resourceGroup],
    load: () => import('./rule/remove.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'rule', 'copy'],
    summary: 'Copy rules from one profile to another.',
    options: [
      autoscaleName,
      { names: ['source-schedule'], kind: 'value', fallback: 'default', help: 'The profile that has them.' },
      { names: ['dest-schedule'], kind: 'value', required: true, help: 'The profile that gets them.' },
      index,
      reason,
      resourceGroup,
    ],
    load: () => import('./rule/copy.ts'),
  },
];
