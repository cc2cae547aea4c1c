import type { Call } from '../../call.ts';
import { entries, find } from '../../parse/find.ts';
import { optionsOf } from '../../parse/globals.ts';
import type { CommandSpec, OptionSpec, ProgramSpec } from '../../parse/spec.ts';

/** `__complete -- WORD … PREFIX`: what may stand in the place of the last word, one a line. */
export function complete(program: ProgramSpec) {
  return async ({ args, world }: Call): Promise<undefined> => {
    const found = await candidates(program, args.positionals);
    if (found.length > 0) world.stdout.write(`${found.join('\n')}\n`);
    return undefined;
  };
}

/** Candidates for the last of the words, sorted. */
export async function candidates(program: ProgramSpec, words: readonly string[]): Promise<readonly string[]> {
  const prefix = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = await find(program, before);
  const all =
    found.kind === 'group'
      ? found.rest.length > 0
        ? []
        : [...(await entries(program, found.words)).map(({ word }) => word), ...(prefix ? ['--help'] : [])]
      : ofCommand(found.command, before);
  return all.filter((word) => word.startsWith(prefix)).sort();
}

function ofCommand(command: CommandSpec, before: readonly string[]): readonly string[] {
  const options = optionsOf(command).filter(({ hidden }) => hidden !== true);
  const last = before.at(-1) ?? '';
  const open = options.find((option) => spells(option, last));
  if (open !== undefined && open.kind !== 'flag') {
    return open.choices ?? (open.kind === 'tristate' ? ['true', 'false'] : []);
  }
  const used = options.filter(
    (option) => option.kind !== 'multi' && before.some((word) => spells(option, word)),
  );
  return options
    .filter((option) => !used.includes(option))
    .flatMap(({ names }) => names.map((name) => `--${name}`));
}

function spells({ names, short }: OptionSpec, word: string): boolean {
  return word.startsWith('--')
    ? names.includes(word.slice(2))
    : word.length === 2 && word.startsWith('-') && short?.includes(word.charAt(1)) === true;
}
