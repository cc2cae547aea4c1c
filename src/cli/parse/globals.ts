import { formats } from '../output/format.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const noPolicy = { kind: 'none', why: 'no policy is asked before a change' } as const;

/** The options that every command takes. */
export const globals: readonly OptionSpec[] = [
  {
    names: ['output'],
    short: 'o',
    kind: 'value',
    choices: formats,
    fallback: 'json',
    help: 'Form of the result.',
  },
  { names: ['query'], kind: 'value', help: 'JMESPath expression that picks from the result.' },
  { names: ['subscription'], kind: 'value', help: 'Name or id of the subscription.' },
  { names: ['only-show-errors'], kind: 'flag', help: 'Say nothing but errors beside the result.' },
  { names: ['verbose'], kind: 'flag', help: 'Say which server is asked, and how long the command took.' },
  { names: ['debug'], kind: 'flag', help: 'Say everything, stack traces included.' },
  { names: ['help'], short: 'h', kind: 'flag', help: 'Show this text.' },
  {
    names: ['acquire-policy-token'],
    kind: 'flag',
    hidden: true,
    help: 'For Azure Policy.',
    effect: noPolicy,
  },
  { names: ['change-reference'], kind: 'value', hidden: true, help: 'For Azure Policy.', effect: noPolicy },
];

/** All options of a command; one of its own stands for the global one of the same name. */
export function optionsOf({ options }: Pick<CommandSpec, 'options'>): readonly OptionSpec[] {
  const own = options.flatMap(({ names }) => names);
  return [...options, ...globals.filter(({ names }) => !own.includes(names[0]))];
}
