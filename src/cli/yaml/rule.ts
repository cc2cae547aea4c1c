/** A small declarative schema: what a YAML field may be. `check.ts` applies it. */

export type Rule =
  | { readonly kind: 'text' }
  | { readonly kind: 'int' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bool' }
  /** Compared without regard to case, '_' and '-': `Key`, `AMLToken` and `aml_token` are all fine. */
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'map'; readonly of: Rule }
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

export type Field = Rule & { readonly required?: boolean };

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
export const map = (of: Rule): Rule => ({ kind: 'map', of });
export const object = (fields: Readonly<Record<string, Field>>, served: readonly string[] = []): Rule => ({
  kind: 'object',
  fields,
  served,
});
export const needed = (rule: Rule): Field => ({ ...rule, required: true });
