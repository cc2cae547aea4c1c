import { usage } from '../failure.ts';
import { type Arguments, argumentsOf, type Occurrence } from './arguments.ts';
import { clustered, type Token, tokenOf } from './lexer.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';

/**
 * The arguments of a command from the words after its name. `options` are its own and the global ones: all of them
 * take part in the test of abbreviations. Throws exit 2: unknown, ambiguous, missing, or of the wrong form.
 */
export function parse(
  spec: CommandSpec,
  options: readonly OptionSpec[],
  words: readonly string[],
): Arguments {
  const { occurrences, positionals, unknown } = consume(words, options);
  const missing = options.filter(
    (option) => option.required === true && !occurrences.some(({ key }) => key === option.names[0]),
  );
  const names = missing.map(spelling);
  if (spec.positional?.required === true && positionals.length === 0) names.push(spec.positional.name);
  if (names.length > 0) throw usage(`the following arguments are required: ${names.join(', ')}`);
  const room = spec.positional === undefined ? 0 : spec.positional.many ? positionals.length : 1;
  const extra = [...unknown, ...positionals.slice(room)];
  if (extra.length > 0) {
    const longs = options.filter(({ hidden }) => hidden !== true).flatMap(({ names }) => names);
    const [first = ''] = extra;
    const advice = first.startsWith('-')
      ? didYouMean(
          first.replace(/=.*$/, ''),
          longs.map((name) => `--${name}`),
        )
      : '';
    throw usage(`unrecognized arguments: ${extra.join(' ')}.${advice}`);
  }
  return argumentsOf(options, occurrences, positionals);
}

/** `--name/-n`, as messages and help spell an option. */
export function spelling({ names, short }: OptionSpec): string {
  return [...names.map((name) => `--${name}`), ...[...(short ?? '')].map((letter) => `-${letter}`)].join('/');
}

function consume(words: readonly string[], options: readonly OptionSpec[]) {
  const occurrences: Occurrence[] = [];
  const positionals: string[] = [];
  const unknown: string[] = [];
  const tokens = tokensOf(words, options);
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'value') positionals.push(token.text);
    else if (token.kind === 'unknown') unknown.push(token.text);
    else if (token.kind === 'option') {
      const values = token.inline === undefined ? followers(token.option, tokens, at) : [token.inline];
      if (token.inline === undefined) at += values.length;
      occurrences.push({ key: token.option.names[0], values: checked(token, values) });
    }
  }
  return { occurrences, positionals, unknown };
}

/** All words as tokens; bundles of flags (`-yv`) are taken apart, and nothing after `--` is an option. */
function tokensOf(words: readonly string[], options: readonly OptionSpec[]): readonly Token[] {
  const tokens: Token[] = [];
  let rest = false;
  for (const word of words) {
    const token = rest ? ({ kind: 'value', text: word } as const) : tokenOf(word, options);
    if (token.kind === 'rest') rest = true;
    tokens.push(...unbundled(token, options));
  }
  return tokens;
}

function unbundled(token: Token, options: readonly OptionSpec[]): readonly Token[] {
  if (token.kind !== 'option' || token.option.kind !== 'flag' || token.inline === undefined) return [token];
  const bare = { kind: 'option', option: token.option, spelled: token.spelled } as const;
  const next = token.spelled.startsWith('--') ? undefined : clustered(token.inline, options);
  if (next?.kind === 'option') return [bare, ...unbundled(next, options)];
  throw usage(`argument ${spelling(token.option)}: takes no value, but was given '${token.inline}'`);
}

function followers(option: OptionSpec, tokens: readonly Token[], at: number): readonly string[] {
  const most = { flag: 0, value: 1, int: 1, tristate: 1, multi: tokens.length }[option.kind];
  const values: string[] = [];
  for (const token of tokens.slice(at + 1, at + 1 + most)) {
    if (token.kind !== 'value') break;
    values.push(token.text);
  }
  return values;
}

function checked(token: Token & { kind: 'option' }, values: readonly string[]): readonly string[] {
  const { option } = token;
  const name = spelling(option);
  switch (option.kind) {
    case 'flag':
      return [];
    case 'tristate':
      return values.map((value) => oneOf(name, value, ['true', 'false']));
    case 'multi':
      if (values.length === 0 && option.mayBeEmpty !== true) {
        throw usage(`argument ${name}: expected at least one argument`);
      }
      return values;
    case 'int':
    case 'value': {
      const [value] = values;
      if (value === undefined) throw usage(`argument ${name}: expected one argument`);
      if (option.kind === 'int' && !/^[+-]?\d+$/.test(value)) {
        throw usage(`argument ${name}: '${value}' is not a whole number`);
      }
      return [option.choices === undefined ? value : oneOf(name, value, option.choices)];
    }
    default:
      return option.kind satisfies never;
  }
}

function oneOf(name: string, value: string, choices: readonly string[]): string {
  const found = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw usage(
    `argument ${name}: '${value}' is not one of ${choices.join(', ')}.${didYouMean(value, choices)}`,
  );
}
