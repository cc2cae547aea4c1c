/** The keys of the YAML schemas, and whether a test's text uses one. */
import type { Effect } from '../../src/cli/effect.ts';
import type { Field, Rule } from '../../src/cli/yaml/rule.ts';

export type Key = { readonly path: readonly string[]; readonly effect: Effect | undefined };

/** Every key below a rule, each with the mark of its own or of what it is in; a definition in place has a rule of its own. */
export function keysOf(rule: Rule, path: readonly string[] = [], above?: Effect): readonly Key[] {
  switch (rule.kind) {
    case 'object':
      return Object.entries(rule.fields).flatMap(([name, field]: [string, Field]) => {
        const at = [...path, name];
        const effect = field.effect ?? above;
        const below = keysOf(field, at, effect);
        return below.length === 0 || hasKnown(field) ? [{ path: at, effect }, ...below] : below;
      });
    case 'list':
      return keysOf(rule.of, [...path, '[]'], above);
    case 'map':
      return [
        ...Object.keys(rule.known ?? {}).map((name) => ({ path: [...path, name], effect: above })),
        ...keysOf(rule.of, [...path, 'NAME'], above),
      ];
    case 'either':
      return path.includes('data') ? keysOf(rule.object, path, above) : [];
    default:
      return [];
  }
}

/** A map of the user's own keys, which is a row of its own beside those that mean something. */
function hasKnown(rule: Rule): boolean {
  return rule.kind === 'map' && rule.known !== undefined;
}

/** `a.b[].c`, as messages spell it. */
export function spelled({ path }: Pick<Key, 'path'>): string {
  return path.join('.').replaceAll('.[]', '[]');
}

/** Whether the key is written below its parent, as YAML or as an object, or set by its path. */
export function keyUsed(text: string, { path }: Pick<Key, 'path'>): boolean {
  const [key = '', parent] = path.filter((part) => part !== '[]' && part !== 'NAME').toReversed();
  const colon = `(?<![\\w-])['"]?${escaped(key)}['"]?\\s*[:=]`;
  if (parent === undefined) return new RegExp(colon).test(text);
  const below = `\\b${escaped(parent)}\\b['"]?(?:[.[]|\\s*[:=])[\\s\\S]{0,200}?`;
  return new RegExp(`${below}${colon}|${below}\\b${escaped(key)}\\b\\s*[,}]`).test(text);
}

function escaped(text: string): string {
  return text.replace(/[.$/]/g, '\\$&');
}
