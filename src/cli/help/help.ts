import { said } from '../effect.ts';
import type { Found } from '../parse/find.ts';
import { globals, optionsOf } from '../parse/globals.ts';
import { spelling } from '../parse/parser.ts';
import type { CommandSpec, OptionSpec, ProgramSpec } from '../parse/spec.ts';
import { examplesOf } from './examples.ts';

/** Help of a group: what it is and the words that may follow. */
export function groupHelp(program: ProgramSpec, group: Extract<Found, { kind: 'group' }>): string {
  const name = [program.name, ...group.words].join(' ');
  const width = Math.max(...group.next.map(({ word }) => word.length));
  const list = (title: string, isGroup: boolean) => {
    const lines = group.next
      .filter((entry) => entry.isGroup === isGroup)
      .map(({ word, summary }) => `    ${word.padEnd(width)}  ${summary}`.trimEnd());
    return lines.length === 0 ? [] : ['', title, ...lines];
  };
  return [
    `${name}: ${group.summary}`,
    ...list('Groups', true),
    ...list('Commands', false),
    '',
    `Add --help after any of them: ${name} ${group.next[0]?.word ?? ''} --help`,
    '',
  ].join('\n');
}

/** Help of a command: its options, the global ones and examples. */
export function commandHelp(program: ProgramSpec, command: CommandSpec): string {
  const name = [program.name, ...command.words].join(' ');
  const positional = command.positional;
  const words =
    positional === undefined ? '' : ` ${positional.required ? positional.name : `[${positional.name}]`}`;
  const required = command.options.filter((option) => option.required === true);
  const optional = command.options.filter((option) => option.required !== true);
  return [
    `${name}: ${command.summary}`,
    '',
    `Usage: ${name}${words}${required.map((option) => ` --${option.names[0]} VALUE`).join('')} [OPTIONS]`,
    ...(positional === undefined ? [] : ['', 'Arguments', `    ${positional.name}  ${positional.help}`]),
    ...optionList('Required options', required),
    ...optionList('Options', optional),
    ...optionList(
      'Global options',
      optionsOf(command).filter((option) => globals.includes(option)),
    ),
    ...exampleList(program, command),
    '',
  ].join('\n');
}

/** One line on an option, for help and reference: what it does, its choices and its default. */
export function describe(option: OptionSpec): string {
  const choices = option.choices === undefined ? '' : ` One of ${option.choices.join(', ')}.`;
  const fallback = option.fallback === undefined ? '' : ` Default: ${option.fallback}.`;
  const effect = option.effect === undefined ? '' : ` It ${said(option.effect)}`;
  return `${option.help}${choices}${fallback}${effect}`;
}

function optionList(title: string, options: readonly OptionSpec[]): readonly string[] {
  const visible = options
    .filter(({ hidden }) => hidden !== true)
    .toSorted((one, other) => (one.names[0] < other.names[0] ? -1 : 1));
  if (visible.length === 0) return [];
  const width = Math.max(...visible.map((option) => spelled(option).length));
  return ['', title, ...visible.map((option) => `    ${spelled(option).padEnd(width)}  ${describe(option)}`)];
}

function spelled(option: OptionSpec): string {
  return spelling(option).replaceAll('/', ' ');
}

function exampleList(program: ProgramSpec, command: CommandSpec): readonly string[] {
  return [
    '',
    'Examples',
    ...examplesOf(command).flatMap(({ what, line }) => [`    ${what}`, `        ${program.name} ${line}`]),
  ];
}
