import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';

const local: OptionSpec = { names: ['local'], kind: 'flag', help: 'In .azure/config of the current folder.' };

/** `az config …` */
export const commands: readonly CommandSpec[] = [
  {
    words: ['config', 'get'],
    summary: 'Show the configuration, a section of it, or one setting.',
    options: [local],
    positional: { name: 'key', help: 'SECTION or SECTION.KEY.', required: false, many: false },
    examples: [{ what: 'The default workspace', line: 'config get defaults.workspace --query value -o tsv' }],
    load: () => import('./get.ts'),
  },
  {
    words: ['config', 'set'],
    summary: 'Set SECTION.KEY=VALUE.',
    options: [local],
    positional: { name: 'key_value', help: 'SECTION.KEY=VALUE, one or more.', required: true, many: true },
    load: () => import('./set.ts'),
  },
  {
    words: ['config', 'unset'],
    summary: 'Remove a setting.',
    options: [local],
    positional: { name: 'key', help: 'SECTION.KEY, one or more.', required: true, many: true },
    load: () => import('./unset.ts'),
  },
];
