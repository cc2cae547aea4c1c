/** The walk of one command line: find the command, parse, run it, print the result; the value is the exit code. */

import { openConfig } from './config/config.ts';
import { Failure, usage } from './failure.ts';
import { type Format, format } from './output/format.ts';
import { compileQuery } from './output/query.ts';
import { resultOf } from './output/result.ts';
import type { Arguments } from './parse/arguments.ts';
import { heedEffects } from './parse/effects.ts';
import { expandFiles } from './parse/expand.ts';
import { type Found, find } from './parse/find.ts';
import { optionsOf } from './parse/globals.ts';
import { tokenOf } from './parse/lexer.ts';
import { parse } from './parse/parser.ts';
import type { CommandSpec, ProgramSpec } from './parse/spec.ts';
import { didYouMean } from './parse/suggest.ts';
import { report } from './report.ts';
import { type Terminal, terminal } from './terminal.ts';
import type { World } from './world.ts';

type Running = { readonly program: ProgramSpec; readonly world: World };

/** Never throws: what goes wrong is said on standard error. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 not found. */
export async function run(argv: readonly string[], program: ProgramSpec, world: World): Promise<number> {
  const speak = terminal(world, {
    onlyErrors: argv.includes('--only-show-errors'),
    verbose: argv.includes('--verbose'),
    debug: argv.includes('--debug'),
  });
  let name: readonly string[] = [];
  try {
    const words = expandFiles(versionWord(argv), world.cwd);
    const found = await find(program, words);
    if (found.kind === 'group') return await group({ program, world }, found);
    name = found.command.words;
    return await command({ program, world }, { command: found.command, words: found.rest, speak });
  } catch (error) {
    return report(error, speak, { program: program.name, words: name });
  }
}

type Typed = { readonly command: CommandSpec; readonly words: readonly string[]; readonly speak: Terminal };

async function command({ program, world }: Running, { command, words, speak }: Typed): Promise<number> {
  const options = optionsOf(command);
  if (asksForHelp(words, command)) {
    const { commandHelp } = await import('./help/help.ts');
    world.stdout.write(commandHelp(program, command));
    return 0;
  }
  const args = parse(command, options, words);
  heedEffects(args, options, speak);
  const config = openConfig(world);
  const expression = args.text('query');
  const query = expression === undefined ? undefined : await compileQuery(expression);
  const { run: body } = await command.load();
  const started = Date.now();
  const raw = await body({ program, args, world, terminal: speak, config });
  speak.info(`The command took ${(Date.now() - started) / 1000} seconds.`);
  const text = await format(resultOf(raw, query), formatOf(args, config), world.stdout.isTTY === true);
  if (text !== '') world.stdout.write(text);
  return 0;
}

function formatOf(args: Arguments, config: ReturnType<typeof openConfig>): Format {
  return (args.text('output') ?? config.get('core', 'output')?.value ?? 'json') as Format;
}

async function group({ program, world }: Running, found: Extract<Found, { kind: 'group' }>): Promise<number> {
  const [word] = found.rest;
  const name = [program.name, ...found.words].join(' ');
  if (word !== undefined && !word.startsWith('-')) {
    const advice = didYouMean(
      word,
      found.next.map((entry) => entry.word),
    );
    throw usage(`'${word}' is misspelled or not recognized: '${name}' has no such command.${advice}`);
  }
  const helped = found.rest.some((one) => one === '-h' || '--help'.startsWith(one));
  if (!helped && word !== undefined) throw usage(`unrecognized arguments: ${found.rest.join(' ')}`);
  if (!helped && found.words.length > 0) {
    throw usage(`'${name}' needs a command: ${found.next.map((entry) => entry.word).join(', ')}`);
  }
  const { groupHelp } = await import('./help/help.ts');
  world.stdout.write(groupHelp(program, found));
  return 0;
}

/** Help wins over everything else that may be wrong with the line, as with argparse. */
function asksForHelp(words: readonly string[], command: CommandSpec): boolean {
  const options = optionsOf(command);
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => {
    if (!word.startsWith('-h') && !word.startsWith('--h')) return false;
    try {
      const token = tokenOf(word, options);
      return token.kind === 'option' && token.option.names[0] === 'help' && token.inline === undefined;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  });
}

function versionWord(argv: readonly string[]): readonly string[] {
  return argv[0] === '--version' || argv[0] === '-v' ? ['version', ...argv.slice(1)] : argv;
}
