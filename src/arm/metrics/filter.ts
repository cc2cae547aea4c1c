/** `$filter` of metrics: comparisons of dimensions with eq, ne and sw (starts with), joined by and, or and brackets. */
import { DomainError } from '../../domain/errors.ts';

export type Dimensions = Readonly<Record<string, string>>;

export type Filter = {
  /** Dimensions that it names, as the metric spells them: results are split by them. */
  readonly dimensions: readonly string[];
  readonly matches: (values: Dimensions) => boolean;
};

export const noFilter: Filter = { dimensions: [], matches: () => true };

type Test = Filter['matches'];
type Tokens = { readonly words: readonly string[]; at: number };

/** Throws bad-argument with what is wrong, and what is allowed. */
export function parseFilter(text: string, known: readonly string[]): Filter {
  const tokens: Tokens = { words: split(text), at: 0 };
  const found = new Set<string>();
  const matches = either(tokens, (name) => {
    const dimension = known.find((one) => one.toLowerCase() === name.toLowerCase());
    if (dimension === undefined) {
      const list = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
      refuse(`The $filter names the dimension '${name}'; of what is asked for, ${list}.`);
    }
    found.add(dimension);
    return dimension;
  });
  const rest = tokens.words[tokens.at];
  if (rest !== undefined) refuse(`The $filter goes on with '${rest}' where and, or or its end is expected.`);
  return { dimensions: [...found], matches };
}

function split(text: string): readonly string[] {
  const words: readonly string[] = text.match(/'(?:[^']|'')*'|[()]|[^\s()']+|'/g) ?? [];
  if (words.includes("'")) refuse(`The $filter '${text}' has a quote that does not end.`);
  return words;
}

type Spell = (name: string) => string;

function either(tokens: Tokens, spell: Spell): Test {
  let test = both(tokens, spell);
  while (takes(tokens, 'or')) {
    const [one, other] = [test, both(tokens, spell)];
    test = (values) => one(values) || other(values);
  }
  return test;
}

function both(tokens: Tokens, spell: Spell): Test {
  let test = single(tokens, spell);
  while (takes(tokens, 'and')) {
    const [one, other] = [test, single(tokens, spell)];
    test = (values) => one(values) && other(values);
  }
  return test;
}

function single(tokens: Tokens, spell: Spell): Test {
  if (takes(tokens, '(')) {
    const test = either(tokens, spell);
    if (!takes(tokens, ')')) refuse('The $filter has a bracket that does not end.');
    return test;
  }
  const [name = '', operator = '', quoted = ''] = tokens.words.slice(tokens.at, tokens.at + 3);
  tokens.at += 3;
  if (quoted.length < 2 || !quoted.startsWith("'")) {
    refuse(`The $filter has '${[name, operator, quoted].join(' ').trim()}'; it must be NAME eq 'VALUE'.`);
  }
  return comparison(
    spell(name),
    operator.toLowerCase(),
    quoted.slice(1, -1).replaceAll("''", "'").toLowerCase(),
  );
}

/** `eq '*'` is any value. Values have no case. */
function comparison(name: string, operator: string, wanted: string): Test {
  const given = (values: Dimensions) => (values[name] ?? '').toLowerCase();
  switch (operator) {
    case 'eq':
      return wanted === '*' ? () => true : (values) => given(values) === wanted;
    case 'ne':
      return (values) => given(values) !== wanted;
    case 'sw':
      return (values) => given(values).startsWith(wanted);
    default:
      return refuse(`The $filter has the operator '${operator}'; it must be eq, ne or sw.`);
  }
}

function takes(tokens: Tokens, word: string): boolean {
  if (tokens.words[tokens.at]?.toLowerCase() !== word) return false;
  tokens.at += 1;
  return true;
}

function refuse(message: string): never {
  throw new DomainError('bad-argument', message, { target: '$filter' });
}
