import { scope } from '../commands/options.ts';
import type { CommandSpec, OptionSpec } from '../parse/spec.ts';

const value = (name: string, help: string, more: Partial<OptionSpec> = {}): OptionSpec => ({
  names: [name],
  kind: 'value',
  help,
  ...more,
});

/** `teal logs …` */
export const logCommands: readonly CommandSpec[] = [
  {
    words: ['logs', 'query'],
    summary:
      'Show lines of the traffic, console or event log: the newest that match, in the order of their times.',
    options: [
      value('kind', 'traffic (a line for every request), console (what instances print) or event.', {
        short: 'k',
        fallback: 'traffic',
      }),
      value('endpoint-name', 'Only of this endpoint.', { short: 'e' }),
      value('deployment-name', 'Only of this deployment.', { short: 'd' }),
      value('instance-id', 'Only of this instance.'),
      value('status', 'Only requests that were answered 200, 5xx or 400-499; 0 for answers that broke off.'),
      value('request-id', "Only the request with this id: the router's or the client's own."),
      value(
        'since',
        'From this time on: 2024-05-01T10:00:00Z, or a period before now such as 30m, 2h or 1d.',
      ),
      value('until', 'Before this time, as above.'),
      value('contains', 'Only lines with this text in a value, whatever the case.'),
      { names: ['min-duration-ms'], kind: 'value', help: 'Only requests that took at least so long.' },
      { names: ['limit'], short: 'l', kind: 'int', fallback: '100', help: 'How many lines, 1 to 100000.' },
      ...scope,
    ],
    examples: [
      {
        what: 'Requests that failed in the last hour',
        line: 'logs query -e churn --status 424 --since 1h -o table',
      },
      { what: 'One request', line: 'logs query --request-id 6f1c…' },
      { what: 'Why an instance was replaced', line: 'logs query --kind event -e churn -d blue -o table' },
    ],
    load: () => import('./query.ts'),
  },
];
