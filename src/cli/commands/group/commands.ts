import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';

const group = (required: boolean): OptionSpec => ({
  names: ['resource-group', 'name'],
  short: 'gn',
  kind: 'value',
  help: 'Name of the resource group.',
  ...(required ? { required } : {}),
});

const shownOnly = { kind: 'none', why: 'a group comes with its workspace and is only shown' } as const;

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
    options: [{ names: ['tag'], kind: 'value', help: 'Only those with this tag: KEY or KEY=VALUE.' }],
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
    summary: 'Show a resource group that exists; a new one comes with its first workspace.',
    options: [
      group(true),
      { names: ['location'], short: 'l', kind: 'value', help: 'Where it would be.', effect: shownOnly },
      { names: ['tags'], kind: 'multi', mayBeEmpty: true, help: 'Its tags.', effect: shownOnly },
      { names: ['managed-by'], kind: 'value', help: 'What owns it.', effect: shownOnly },
    ],
    load: () => import('./create.ts'),
  },
];
