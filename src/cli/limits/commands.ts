import { noWait, reason, scope } from '../commands/options.ts';
import type { CommandSpec, OptionSpec } from '../parse/spec.ts';
import { limitOptions, settable } from './options.ts';

const endpoint: OptionSpec = {
  names: ['name'],
  short: 'n',
  kind: 'value',
  help: 'Name of the endpoint; without it, what endpoints of the workspace have that set nothing themselves.',
};

/** `teal limits` itself. */
export const limitsCommand: CommandSpec = {
  words: ['limits'],
  summary: 'Show what endpoints may take up, and what they do. See also `limits set` and `limits reset`.',
  options: [endpoint, ...scope],
  examples: [
    { what: 'Those of an endpoint, with its use', line: 'limits -n my-endpoint -o table' },
    { what: 'Those of all endpoints that set none', line: 'limits -o table' },
  ],
  load: () => import('./show.ts'),
};

/** What is below `teal limits`. */
export const limitsCommands: readonly CommandSpec[] = [
  {
    words: ['limits', 'set'],
    summary: 'Set limits of an endpoint or a workspace. When it returns, every router goes by them.',
    options: [endpoint, ...settable, reason, noWait, ...scope],
    examples: [
      {
        what: 'Let an endpoint take what there is',
        line: 'limits set -n my-endpoint --requests-per-second none',
      },
      {
        what: 'Keep every other endpoint of the workspace to 2 MB a second',
        line: 'limits set --bandwidth 2MB --reason "slow uplink"',
      },
    ],
    load: () => import('./set.ts'),
  },
  {
    words: ['limits', 'reset'],
    summary:
      'Take away limits that were set: an endpoint has those of its workspace again, that the defaults.',
    options: [
      endpoint,
      {
        names: ['limit'],
        kind: 'multi',
        choices: limitOptions.map(({ option }) => option),
        fallback: 'all that were set',
        help: 'Only these limits.',
      },
      reason,
      noWait,
      ...scope,
    ],
    examples: [{ what: 'Back to the defaults', line: 'limits reset -n my-endpoint' }],
    load: () => import('./reset.ts'),
  },
];
