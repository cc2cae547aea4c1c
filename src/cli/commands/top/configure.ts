import type { CommandSpec } from '../../parse/spec.ts';

export const configure: CommandSpec = {
  words: ['configure'],
  summary: 'Set or list the defaults for resource group, workspace and location.',
  options: [
    {
      names: ['defaults'],
      short: 'd',
      kind: 'multi',
      help: 'KEY=VALUE …, for instance group=teal workspace=default. An empty value removes one.',
    },
    {
      names: ['list-defaults'],
      short: 'l',
      kind: 'flag',
      help: 'List the defaults and where they come from.',
    },
    {
      names: ['scope'],
      kind: 'value',
      choices: ['global', 'local'],
      fallback: 'global',
      help: 'Where to keep them: in the home folder or in the current one.',
    },
  ],
  examples: [{ what: 'Set two defaults', line: 'configure --defaults group=teal workspace=default' }],
  load: () => import('../config/configure.ts'),
};
