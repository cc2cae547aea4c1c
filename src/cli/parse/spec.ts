/**
 * One declarative table describes every command; the parser, the help, the completion and docs/reference/cli.md are
 * all read from it. The option names, short letters and defaults are those of `az ml` where Azure has the command.
 */
import type { Call } from '../call.ts';
import type { Effect } from '../effect.ts';

export type OptionKind =
  /** Exactly one value; the last occurrence wins. */
  | 'value'
  /** One or more values up to the next option; occurrences add up. */
  | 'multi'
  | 'flag'
  /** Bare means true; may be followed by `true` or `false`. */
  | 'tristate'
  | 'int';

export type OptionSpec = {
  /** Long names without dashes; the first one is the key under which commands read the value. */
  readonly names: readonly [string, ...string[]];
  /** Short letters; their meaning is the command's own. */
  readonly short?: string;
  readonly kind: OptionKind;
  readonly help: string;
  readonly required?: boolean;
  /** Allowed values, compared without regard to case; the parser answers with the spelling given here. */
  readonly choices?: readonly string[];
  /** What the command does without the option, for the help. */
  readonly fallback?: string;
  /** A `multi` that may be given without a value. */
  readonly mayBeEmpty?: boolean;
  /** Accepted but shown in no help. */
  readonly hidden?: boolean;
  /** Never a prefix: an option of ours must not make Azure's abbreviations ambiguous. */
  readonly exact?: boolean;
  /** Without it the option works. */
  readonly effect?: Effect;
};

/** Words that are neither commands nor options; only a few commands take them. */
export type PositionalSpec = {
  readonly name: string;
  readonly help: string;
  readonly required: boolean;
  readonly many: boolean;
};

export type Example = { readonly what: string; readonly line: string };

export type CommandModule = {
  /** The result to print; `undefined` and `null` print nothing. Throws `Failure` or `ArmError`. */
  readonly run: (call: Call) => Promise<unknown>;
};

export type CommandSpec = {
  /** The words after the program's name, for instance `['ml', 'online-endpoint', 'show']`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly positional?: PositionalSpec;
  readonly examples?: readonly Example[];
  readonly hidden?: boolean;
  /** Imports the command's own file, so that starting up costs only what is used. */
  readonly load: () => Promise<CommandModule>;
};

/** A list of commands below the same words, imported only when those words are typed (or help needs it). */
export type ChapterSpec = {
  readonly words: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<readonly CommandSpec[]>;
};

export type ProgramSpec = {
  readonly name: 'az' | 'teal';
  readonly summary: string;
  readonly chapters: readonly ChapterSpec[];
};
