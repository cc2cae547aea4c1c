/** A small declarative schema: what a YAML field may be. `check.ts` applies it. */
import type { Effect } from '../effect.ts';

export type Rule =
  | { readonly kind: 'text' }
  | { readonly kind: 'int' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bool' }
  /** Compared without regard to case, '_' and '-': `Key`, `AMLToken` and `aml_token` are all fine. */
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | {
      readonly kind: 'map';
      readonly of: Rule;
      /** Keys that mean something here; all others are the user's own. */
      readonly known?: Readonly<Record<string, Rule>>;
    }
  | { readonly kind: 'list'; readonly of: Rule; readonly max?: number }
  | {
      readonly kind: 'object';
      readonly fields: Readonly<Record<string, Field>>;
      /** Keys that only the service fills in: accepted and dropped. */
      readonly served?: readonly string[];
    }
  /** A reference as text, or a definition in place. */
  | { readonly kind: 'either'; readonly object: Rule }
  | { readonly kind: 'any' };

export type Field = Rule & {
  readonly required?: boolean;
  /** Without it the key works. */
  readonly effect?: Effect;
};

export const text: Rule = { kind: 'text' };
export const bool: Rule = { kind: 'bool' };
export const any: Rule = { kind: 'any' };
export const strings: Rule = { kind: 'map', of: text };
export const int = (min?: number, max?: number): Rule => ({
  kind: 'int',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const choice = (...of: readonly string[]): Rule => ({ kind: 'choice', of });
export const list = (of: Rule, max?: number): Rule => ({
  kind: 'list',
  of,
  ...(max === undefined ? {} : { max }),
});
export const map = (of: Rule, known?: Readonly<Record<string, Rule>>): Rule => ({
  kind: 'map',
  of,
  ...(known === undefined ? {} : { known }),
});
export const object = (fields: Readonly<Record<string, Field>>, served: readonly string[] = []): Rule => ({
  kind: 'object',
  fields,
  served,
});
export const needed = (rule: Field): Field => ({ ...rule, required: true });
/** A key that is kept and shown, and changes nothing here; `why` is a clause. */
export const recorded = (rule: Rule, why: string): Field => ({ ...rule, effect: { kind: 'recorded', why } });
/** A key that is taken with a warning. */
export const idle = (rule: Rule, why: string): Field => ({ ...rule, effect: { kind: 'none', why } });
export const refused = (why: string): Field => ({ kind: 'any', effect: { kind: 'refused', why } });
