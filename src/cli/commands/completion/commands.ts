import type { CommandSpec, ProgramSpec } from '../../parse/spec.ts';

/** Commands on the command line of a program itself. */
export const completionOf = (program: () => ProgramSpec): readonly CommandSpec[] => [
  {
    words: ['completion'],
    summary: 'Print a script for bash, zsh or fish that completes teal and az.',
    options: [],
    positional: { name: 'shell', help: 'bash, zsh or fish.', required: true, many: false },
    examples: [
      { what: 'In bash', line: 'completion bash > ~/.local/share/bash-completion/completions/teal' },
    ],
    load: () => import('./script.ts'),
  },
  {
    words: ['__complete'],
    summary: 'Print what may follow the given words.',
    options: [],
    positional: { name: 'words', help: 'Program and words.', required: false, many: true },
    hidden: true,
    load: async () => ({ run: (await import('./words.ts')).complete(program()) }),
  },
];
