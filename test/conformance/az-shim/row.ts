/** A row of the suite: one line of a shell, and all that can be seen of it. */

import { find } from '../../../src/cli/parse/find.ts';
import { optionsOf } from '../../../src/cli/parse/globals.ts';
import { tokenOf } from '../../../src/cli/parse/lexer.ts';
import { az } from '../../../src/cli/programs.ts';

export type Row = {
  /** What it shows; a trap of the contract begins with its number: `trap 9: …`. */
  readonly what: string;
  /** Run by bash in the folder of `files.ts`, with `az` on PATH. */
  readonly line: string;
  /** Default 0. */
  readonly code?: number;
  /** Default: nothing at all. `json` is compared with the parsed result, whose text must be as Azure's formatter writes it. */
  readonly out?: string | RegExp | { readonly json: unknown };
  /** Default: nothing at all. */
  readonly err?: string | RegExp;
};

export type Chapter = { readonly title: string; readonly rows: readonly Row[] };

/** What a row exercises: a command of `az` by its words, and its options by their first long names. */
export type Exercised = {
  readonly what: string;
  readonly line: string;
  readonly code: number;
  readonly command: string;
  readonly options: readonly string[];
};

/** What is said while a change goes on: that it began, how far it is, that it is done. */
export const progress = (what: string) => new RegExp(`^${what}\\n(${what}: .*\\n)*${what}: done .*\\n$`);

export const json = (value: unknown) => ({ json: value });

/** Every `az …` in the line of a row, also inside `$(…)` and `<(…)`. Lines that name no command give nothing. */
export async function exercised(row: Row): Promise<readonly Exercised[]> {
  const calls = row.line.match(/\baz (?:'[^']*'|"[^"]*"|[^'"|;&()<>\n])*/g) ?? [];
  const all = await Promise.all(calls.map((call) => callOf(row, wordsOf(call).slice(1))));
  return all.flat();
}

async function callOf(row: Row, words: readonly string[]): Promise<readonly Exercised[]> {
  const found = await find(az, words);
  if (found.kind !== 'command') return [];
  const { command, rest } = found;
  const options = new Set(rest.flatMap((word) => optionOf(word, optionsOf(command))));
  const { what, line, code = 0 } = row;
  return [{ what, line, code, command: command.words.join(' '), options: [...options] }];
}

/** An ambiguous or unknown word exercises no option. */
function optionOf(word: string, options: ReturnType<typeof optionsOf>): readonly string[] {
  try {
    const token = tokenOf(word, options);
    return token.kind === 'option' ? [token.option.names[0]] : [];
  } catch {
    return [];
  }
}

function wordsOf(call: string): readonly string[] {
  const words = call.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, one, other) => one ?? other ?? ''));
}
