import type { CommandSpec } from '../../../parse/spec.ts';
import { tags } from '../../ml/asset-options.ts';
import { generic, reason, resourceGroup } from '../../options.ts';
import { resourceOptions } from '../resource-options.ts';
import { counts, settingName, tellOnCreate, tellOnUpdate } from './options.ts';

/** `az monitor autoscale …`: the setting itself. */
export const commands: readonly CommandSpec[] = [
  {
    words: ['monitor', 'autoscale', 'create'],
    summary: 'Let the number of instances of a deployment follow rules.',
    options: [
      ...resourceOptions(true, 'Id of the deployment, or its name.'),
      settingName(false),
      ...counts(true),
      { names: ['disabled'], kind: 'tristate', help: 'Create it, but do not follow it.' },
      {
        names: ['location'],
        short: 'l',
        kind: 'value',
        help: 'Where it lies.',
        effect: { kind: 'recorded', why: 'there is one place' },
      },
      tags,
      ...tellOnCreate,
      reason,
      resourceGroup,
    ],
    examples: [
      {
        what: 'From 2 to 5 instances',
        line: 'monitor autoscale create -n scale-blue --resource ID --min-count 2 --max-count 5 --count 2',
      },
    ],
    load: () => import('./create.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'update'],
    summary: 'Switch a setting on or off, or change its counts.',
    options: [
      settingName(true),
      ...counts(false),
      { names: ['enabled'], kind: 'tristate', help: 'Whether it is followed.' },
      tags,
      ...tellOnUpdate,
      ...generic,
      reason,
      resourceGroup,
    ],
    examples: [{ what: 'Switch it off', line: 'monitor autoscale update -n scale-blue --enabled false' }],
    load: () => import('./update.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'show'],
    summary: 'Show a setting.',
    options: [settingName(true), resourceGroup],
    examples: [{ what: 'Its profiles', line: 'monitor autoscale show -n scale-blue --query profiles' }],
    load: () => import('./show.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'list'],
    summary: 'List the settings of a resource group.',
    options: [resourceGroup],
    examples: [{ what: 'Their names', line: "monitor autoscale list --query '[].name'" }],
    load: () => import('./list.ts'),
  },
  {
    words: ['monitor', 'autoscale', 'delete'],
    summary: 'Delete a setting; the number of instances stays as it is.',
    options: [settingName(true), reason, resourceGroup],
    examples: [{ what: 'Delete it', line: 'monitor autoscale delete -n scale-blue' }],
    load: () => import('./remove.ts'),
  },
];
