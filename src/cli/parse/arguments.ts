/** One use of an option on the command line. */
export type Occurrence = { readonly key: string; readonly values: readonly string[] };

/** What was typed, by the option's first long name. Asking for an option that the command lacks is a bug and throws. */
export type Arguments = {
  /** The last value; undefined when the option was not given. */
  readonly text: (key: string) => string | undefined;
  /** The value of an option that the parser required. */
  readonly need: (key: string) => string;
  /** Whether a flag was given, or a three-state flag is not `false`. */
  readonly flag: (key: string) => boolean;
  readonly number: (key: string) => number | undefined;
  /** All values of all occurrences. */
  readonly list: (key: string) => readonly string[];
  readonly has: (key: string) => boolean;
  /** Like `has`, but also asks for options that the command may lack. */
  readonly given: (key: string) => boolean;
  /** Every use, in the order of the command line: generic updates apply in that order. */
  readonly occurrences: readonly Occurrence[];
  readonly positionals: readonly string[];
};

export function argumentsOf(
  options: readonly { readonly names: readonly [string, ...string[]] }[],
  occurrences: readonly Occurrence[],
  positionals: readonly string[],
): Arguments {
  const known = new Set(options.map(({ names }) => names[0]));
  const uses = (key: string) => {
    if (!known.has(key)) throw new Error(`The command has no option '${key}'.`);
    return occurrences.filter((occurrence) => occurrence.key === key);
  };
  const text = (key: string) => uses(key).at(-1)?.values.at(-1);
  return {
    text,
    need: (key) => text(key) ?? '',
    flag: (key) => uses(key).length > 0 && text(key) !== 'false',
    number: (key) => (text(key) === undefined ? undefined : Number(text(key))),
    list: (key) => uses(key).flatMap(({ values }) => values),
    has: (key) => uses(key).length > 0,
    given: (key) => known.has(key) && uses(key).length > 0,
    occurrences,
    positionals,
  };
}
