import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';

const group = (required: boolean): OptionSpec => ({
  names: ['resource-group', 'name'],
  short: 'gn',
  kind: 'value',
  help: 'Name of the resource group.',
  ...(required ? { required } : {}),
});

/** `az group …` */
export const commands: readonly CommandSpec[] = [
  {
    words: ['group', 'show'],
    summary: 'Show a resource group.',
    options: [group(false)],
    examples: [{ what: 'Its location alone', line: 'group show --query location -o tsv' }],
    load: () => import('./show.ts'),
  },
  {
    words: ['group', 'list'],
    summary: 'List resource groups.',
    options: [{ names: ['tag'], kind: 'value', hidden: true, help: 'Accepted for Azure CLI; no effect.' }],
    load: () => import('./list.ts'),
  },
  {
    words: ['group', 'exists'],
    summary: 'Print whether a resource group exists.',
    options: [group(true)],
    load: () => import('./exists.ts'),
  },
  {
    words: ['group', 'create'],
    summary: 'Show a resource group that exists; Teal creates none.',
    options: [
      group(true),
      { names: ['location'], short: 'l', kind: 'value', help: 'Accepted for Azure CLI; no effect.' },
      { names: ['tags'], kind: 'multi', mayBeEmpty: true, help: 'Accepted for Azure CLI; no effect.' },
      { names: ['managed-by'], kind: 'value', help: 'Accepted for Azure CLI; no effect.' },
    ],
    load: () => import('./create.ts'),
  },
];
