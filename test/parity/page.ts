/** docs/reference/parity.md as text. */
import {
  type Absent,
  absentCommands,
  absentKeys,
  absentKinds,
  absentOperations,
  absentOptions,
} from './absent.ts';
import type { Row, Section } from './rows.ts';
import { type Difference, differencesPath } from './scoring.ts';

export type Parts = {
  readonly commands: readonly Section[];
  readonly keys: readonly Section[];
  readonly routes: Section;
  readonly variables: Section;
  readonly differences: readonly Difference[];
};

export function page({ commands, keys, routes, variables, differences }: Parts): string {
  return `${[
    opening,
    '## Command line',
    ...commands.flatMap((section) => sectionOf(section, 'Option')),
    '## YAML',
    'A definition in place (`model`, `environment`) has the keys of its own table. Keys that the service fills in (`id`, `scoring_uri`, `provisioning_state` and the like) and `$schema` may stay in a file, as on Azure; any other unknown key is refused with its path.',
    ...keys.flatMap((section) => sectionOf(section, 'Key')),
    '## REST',
    'Unknown fields of a body are refused with their path. A path that does not begin with a slash is below the workspace.',
    ...sectionOf(routes, 'Operation'),
    '## Scoring server',
    'Without effect means here: taken, and said once in the log of the instance.',
    ...sectionOf(variables, 'Variable'),
    '### Answers',
    `A suite compares every answer with that of Azure's own server; these differences are meant ([the list](../../${differencesPath})).`,
    table(
      ['Reason', 'What differs', 'Requests'],
      differences.map(({ why, fields, rows }) => [why, fields, rows.map(code).join(', ')]),
    ),
    '## Not there',
    ...absence('Commands', absentCommands),
    ...absence('Options', absentOptions),
    ...absence('Operations', absentOperations),
    ...absence('YAML keys', absentKeys),
    '### Kinds of deployment',
    table(
      ['What', 'Why'],
      absentKinds.map(({ what, why }) => [what, why]),
    ),
  ].join('\n\n')}\n`;
}

const opening = `# Parity with Azure

<!-- Written from the tables by \`npx vitest run --project unit test/parity -u\`. -->

What every command, option, YAML key and operation of Azure ML's online endpoints does here:

- **works**: as on Azure; the named test uses it.
- **recorded**: kept and shown again, and changes nothing else, for the reason given.
- **no effect**: taken with a warning on standard error that names it.
- **refused**: an error that names it and says why.

The marks stand beside the declarations (\`effect\` in the option tables and in the YAML schemas). The test in the last column is one whose text uses the row: its words are read, it is not run for this page.`;

function sectionOf({ title, rows }: Section, what: string): readonly string[] {
  return [`### ${title}`, table([what, 'Here', 'Test'], rows.map(cells))];
}

const words = { recorded: 'recorded', none: 'no effect', refused: 'refused' } as const;

function cells({ what, effect, test }: Row): readonly string[] {
  const here = effect === undefined ? 'works' : `**${words[effect.kind]}**: ${effect.why}`;
  return [what === 'the command' ? what : code(what), here, test === undefined ? '' : link(test)];
}

function absence(title: string, all: readonly Absent[]): readonly string[] {
  return [
    `### ${title}`,
    table(
      [title, 'Why'],
      all.map(({ what, why }) => [code(what), why]),
    ),
  ];
}

function link(path: string): string {
  return `[${path.replace(/^.*\//, '').replace(/\.test\.ts$/, '')}](../../${path})`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
