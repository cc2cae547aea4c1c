/** The reference of all commands as Markdown, read from the same table as the parser. */

import { allCommands } from '../parse/find.ts';
import { globals } from '../parse/globals.ts';
import { spelling } from '../parse/parser.ts';
import type { CommandSpec, OptionSpec, ProgramSpec } from '../parse/spec.ts';
import { examplesOf } from './examples.ts';
import { describe } from './help.ts';

/** Commands that several programs have are described once, under the first. */
export async function reference(programs: readonly ProgramSpec[]): Promise<string> {
  const chapters: string[] = [];
  const told = new Set<string>();
  for (const program of programs) {
    const commands = (await allCommands(program)).filter(({ hidden }) => hidden !== true);
    const fresh = commands.filter(({ words }) => !told.has(words.join(' ')));
    const known = commands.length - fresh.length;
    for (const { words } of fresh) told.add(words.join(' '));
    chapters.push(
      `## ${program.name}`,
      program.summary,
      ...(known === 0 ? [] : [`\`${program.name}\` also takes ${known} commands of the chapter before.`]),
      ...fresh.flatMap((command) => describedCommand(program, command)),
    );
  }
  return `${[...opening, ...chapters].join('\n\n')}\n`;
}

const opening = [
  '# Command line',
  '<!-- Written from the command table by `npx vitest run --project unit src/cli/help -u`. -->',
  'Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 not found. Long options may be shortened to any unambiguous prefix, `--name=value` and `-nvalue` work, and `@file` stands for the text of a file.',
  '## Options of every command',
  table(globals),
];

function describedCommand(program: ProgramSpec, command: CommandSpec): readonly string[] {
  const { positional, options } = command;
  const words =
    positional === undefined ? '' : ` ${positional.required ? positional.name : `[${positional.name}]`}`;
  return [
    `### ${program.name} ${command.words.join(' ')}${words}`,
    command.summary,
    ...(positional === undefined ? [] : [`\`${positional.name}\`: ${positional.help}`]),
    ...(options.some(({ hidden }) => hidden !== true) ? [table(options)] : []),
    ...examplesOf(command).map(({ what, line }) => `${what}:\n\n\`\`\`sh\n${program.name} ${line}\n\`\`\``),
  ];
}

function table(options: readonly OptionSpec[]): string {
  const rows = options
    .filter(({ hidden }) => hidden !== true)
    .toSorted((one, other) => (one.names[0] < other.names[0] ? -1 : 1))
    .map((option) => {
      const required = option.required === true ? ' Required.' : '';
      return `| \`${spelling(option).replaceAll('/', '` `')}\` | ${`${describe(option)}${required}`.replaceAll('|', '\\|')} |`;
    });
  return ['| Option | Meaning |', '|---|---|', ...rows].join('\n');
}
