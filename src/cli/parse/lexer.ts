/** Tells options from values as Python's argparse does, whose rules `az` users rely on. */
import { usage } from '../failure.ts';
import type { OptionSpec } from './spec.ts';

/** What one word of the command line is. `inline` is the value glued to an option (`--name=x`, `-nx`). */
export type Token =
  | { readonly kind: 'value'; readonly text: string }
  | {
      readonly kind: 'option';
      readonly option: OptionSpec;
      readonly spelled: string;
      readonly inline?: string;
    }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'rest' };

type Match = { readonly spelled: string; readonly option: OptionSpec };

/** Long options may be shortened to any prefix that only one option has; an exact name beats a prefix. Throws exit 2. */
export function tokenOf(word: string, options: readonly OptionSpec[]): Token {
  if (word === '--') return { kind: 'rest' };
  if (word === '-' || !word.startsWith('-')) return { kind: 'value', text: word };
  const found = word.startsWith('--') ? longOption(word, options) : shortOption(word, options);
  if (found !== undefined) return found;
  if (/^-(\d+|\d*\.\d+)$/.test(word) || word.includes(' ')) return { kind: 'value', text: word };
  return { kind: 'unknown', text: word };
}

/** The letters of `-yv` after the first one, when the first is a flag. */
export function clustered(letters: string, options: readonly OptionSpec[]): Token {
  const token = shortOption(`-${letters}`, options);
  return token ?? { kind: 'unknown', text: `-${letters}` };
}

function longOption(word: string, options: readonly OptionSpec[]): Token | undefined {
  const sign = word.indexOf('=');
  const spelled = sign < 0 ? word : word.slice(0, sign);
  const inline = sign < 0 ? {} : { inline: word.slice(sign + 1) };
  const all: readonly Match[] = options.flatMap((option) =>
    option.names.map((name) => ({ spelled: `--${name}`, option })),
  );
  const exact = all.find((match) => match.spelled === spelled);
  if (exact !== undefined) return { kind: 'option', ...exact, ...inline };
  const matches = all.filter(({ spelled: name, option }) => !option.exact && name.startsWith(spelled));
  if (matches.length > 1) {
    const names = matches.map((match) => match.spelled).join(', ');
    throw usage(`ambiguous option: ${spelled} could match ${names}`);
  }
  const [only] = matches;
  return only === undefined ? undefined : { kind: 'option', ...only, ...inline };
}

function shortOption(word: string, options: readonly OptionSpec[]): Token | undefined {
  const letter = word.charAt(1);
  const option = options.find(({ short }) => short?.includes(letter));
  if (option === undefined) return undefined;
  const glued = word.slice(2);
  const inline = glued === '' ? {} : { inline: glued.startsWith('=') ? glued.slice(1) : glued };
  return { kind: 'option', option, spelled: `-${letter}`, ...inline };
}
