/** Which options of which commands a test's text uses: a reading of its words with Teal's own lexer, not a run. */
import { Failure } from '../../src/cli/failure.ts';
import { optionsOf } from '../../src/cli/parse/globals.ts';
import { tokenOf } from '../../src/cli/parse/lexer.ts';
import type { CommandSpec } from '../../src/cli/parse/spec.ts';

/** A word that only stands for a command when a program or a function that runs one is before it. */
const runners = /^(az|teal|ran|run|must|said|here|heard)\b|(^|[./])(az|teal)$/;
const end = '\u0000';

/** Keys of `keyOf`, for every command and option in the text. */
export function commandUses(text: string, commands: readonly CommandSpec[]): ReadonlySet<string> {
  const singles = commands.flatMap((command) => (command.words.length === 1 ? command.words : []));
  // A line in quotes that begins with the one word of a command is a line of it.
  const lines = withPrefixes(text).replace(
    new RegExp(`(?<=['"\`])(?=(${singles.join('|')})\\s+-)`, 'g'),
    'az ',
  );
  const words = wordsOf(withSpreads(withSpreads(lines)));
  const used = new Set<string>();
  let current: CommandSpec | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const command = commandAt(words, at, commands);
    if (command !== undefined) {
      current = command;
      used.add(keyOf(command));
      at += command.words.length - 1;
    } else if (word === end) current = undefined;
    else if (current !== undefined && word.startsWith('-')) {
      const option = optionIn(word, current);
      if (option !== undefined) used.add(keyOf(current, option));
    }
  }
  return used;
}

export function keyOf({ words }: Pick<CommandSpec, 'words'>, option?: string): string {
  return [words.join(' '), ...(option === undefined ? [] : [`--${option}`])].join(' ');
}

function commandAt(words: readonly string[], at: number, commands: readonly CommandSpec[]) {
  const before = words[at - 1] ?? '';
  return commands
    .filter((command) => command.words.every((word, step) => words[at + step] === word))
    .filter((command) => command.words.length > 1 || runners.test(before))
    .toSorted((one, other) => other.words.length - one.words.length)[0];
}

function optionIn(word: string, command: CommandSpec): string | undefined {
  try {
    const token = tokenOf(word, optionsOf(command));
    return token.kind === 'option' ? token.option.names[0] : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** `...words` stands for the nearest list of that name above it. */
function withSpreads(text: string): string {
  return text.replace(/\.\.\.(\w+)/g, (whole, name: string, at: number) => {
    const list = [...text.slice(0, at).matchAll(new RegExp(`const ${name} = \\[([^;]*?)\\];`, 'g'))].at(-1);
    return list?.[1] ?? whole;
  });
}

/** A function that puts words around those it is given, `(...words) => az.json('ml', 'model', ...words)`, stands for them; so does the support's startTeal. */
function withPrefixes(text: string): string {
  const pattern =
    /const (\w+) =\s*(?:async )?(?:<.*?>)?\([^)]*\)\s*=>\s*[\w.<>]+\(([^;]*?)\.\.\.\w+([^;]*?)\);/g;
  let result = text.replace(pattern, ';').replace(/\bstartTeal\(/g, '; teal up ');
  for (const [, name = '', before = '', after = ''] of text.matchAll(pattern)) {
    const call = new RegExp(`(?<!const )\\b${name}(?:<[^(]*?>)?\\(([^;]*?)\\)`, 'g');
    const around = (given: string) => `; ${name} ${quoted(before)} ${given} ${quoted(after)} )`;
    result = result.replace(call, (_, given: string) => around(given));
  }
  return result;
}

function quoted(words: string): string {
  return (words.match(/'[^']*'/g) ?? []).join(' ');
}

/** Numbers are never words of a command; a statement ends at its semicolon. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/<[\w[\], ]*>(?=\()/g, '')
    .replace(/;(?=\s|$)/g, ` ${end} `)
    .split(/[\s'"`,()[\]{}<>|$\\]+/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}
