import { name, noWait, reason, scope } from '../commands/options.ts';
import type { CommandSpec } from '../parse/spec.ts';

/** `teal history` and `teal undo`. */
export const historyCommands: readonly CommandSpec[] = [
  {
    words: ['history'],
    summary: 'Show who changed an endpoint, its traffic and its deployments, when, how and why.',
    options: [
      name('endpoint'),
      {
        names: ['deployment'],
        short: 'd',
        kind: 'value',
        help: 'Only what is about this deployment.',
      },
      { names: ['max-items'], kind: 'int', fallback: '50', help: 'How many entries, from the newest on.' },
      {
        names: ['verify'],
        kind: 'flag',
        help: 'Check that no record of this Teal was changed or removed. Exit 1 names the first broken link.',
      },
      {
        names: ['head'],
        kind: 'value',
        help: 'With --verify: a hash that an earlier check printed; it must still be there.',
      },
      ...scope,
    ],
    examples: [
      { what: 'Who moved the traffic, and when', line: 'history -n my-endpoint -o table' },
      { what: 'Check the chain', line: 'history -n my-endpoint --verify' },
    ],
    load: () => import('./history.ts'),
  },
  {
    words: ['undo'],
    summary: 'Put back the traffic and the mirror from before their last change. Twice leads back.',
    options: [
      name('endpoint'),
      { names: ['dry-run'], kind: 'flag', help: 'Say what would be put back and change nothing.' },
      reason,
      noWait,
      ...scope,
    ],
    examples: [
      { what: 'See what it would do', line: 'undo -n my-endpoint --dry-run' },
      { what: 'Take the last change back', line: 'undo -n my-endpoint --reason "p99 doubled"' },
    ],
    load: () => import('./undo.ts'),
  },
];
