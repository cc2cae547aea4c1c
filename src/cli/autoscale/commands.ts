import { name, reason, scope } from '../commands/options.ts';
import type { CommandSpec, OptionSpec } from '../parse/spec.ts';

const deployment: OptionSpec = {
  names: ['deployment'],
  short: 'd',
  kind: 'value',
  required: true,
  help: 'Name of the deployment.',
};

const which: readonly OptionSpec[] = [name('endpoint'), deployment];

/** `teal autoscale …`: instances by requests in flight. */
export const autoscaleCommands: readonly CommandSpec[] = [
  {
    words: ['autoscale', 'set'],
    summary: 'Let the number of instances follow the requests in flight, down to none if wanted.',
    options: [
      ...which,
      { names: ['max'], kind: 'int', required: true, help: 'Most instances.' },
      {
        names: ['min'],
        kind: 'int',
        fallback: '1',
        help: 'Fewest instances. With 0 it sleeps when nobody comes; the next request wakes it and is held meanwhile.',
      },
      {
        names: ['target'],
        kind: 'value',
        fallback: '70 percent of max_concurrent_requests_per_instance',
        help: 'Requests in flight that an instance is to have.',
      },
      {
        names: ['window'],
        kind: 'int',
        fallback: '60',
        help: 'Seconds over which there has to be less before instances go; they come by a tenth of it.',
      },
      {
        names: ['idle'],
        kind: 'int',
        fallback: '300',
        help: 'Seconds without a request before the last instance goes.',
      },
      {
        names: ['max-held'],
        kind: 'int',
        fallback: '100',
        help: 'Requests that are held while it sleeps, over all router workers; more are answered 429.',
      },
      {
        names: ['hold'],
        kind: 'int',
        fallback: '120',
        help: 'Seconds that a request is held before it is answered 408.',
      },
      reason,
      ...scope,
    ],
    examples: [
      { what: 'One to eight instances', line: 'autoscale set -n my-endpoint -d blue --max 8' },
      {
        what: 'Sleep after ten minutes without a request',
        line: 'autoscale set -n my-endpoint -d blue --min 0 --max 4 --idle 600',
      },
    ],
    load: () => import('./set.ts'),
  },
  {
    words: ['autoscale', 'show'],
    summary: 'Show who decides about the instances of a deployment, and how.',
    options: [...which, ...scope],
    examples: [{ what: 'Look', line: 'autoscale show -n my-endpoint -d blue' }],
    load: () => import('./show.ts'),
  },
  {
    words: ['autoscale', 'off'],
    summary: 'Let the number of instances be as it is; one that sleeps is woken.',
    options: [...which, reason, ...scope],
    examples: [{ what: 'Switch it off', line: 'autoscale off -n my-endpoint -d blue' }],
    load: () => import('./off.ts'),
  },
  {
    words: ['autoscale', 'explain'],
    summary:
      'Show the last decisions about the instances of a deployment, newest first, each with its reason.',
    options: [...which, ...scope],
    examples: [{ what: 'Why so many?', line: 'autoscale explain -n my-endpoint -d blue -o table' }],
    load: () => import('./explain.ts'),
  },
];
