import { said } from '../effect.ts';
import type { Terminal } from '../terminal.ts';
import { isMap } from '../update/path.ts';
import type { Field, Rule } from './rule.ts';

/** Warns of every key of a checked file that has no effect here, by its path. */
export function warnOfIdle({ warn }: Pick<Terminal, 'warn'>, rule: Rule, value: unknown): void {
  for (const message of idleKeys(rule, value, '')) warn(message);
}

function idleKeys(rule: Rule, value: unknown, path: string): readonly string[] {
  if (rule.kind === 'either') return isMap(value) ? idleKeys(rule.object, value, path) : [];
  if (!isMap(value) || (rule.kind !== 'object' && rule.kind !== 'map')) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const field: Field | undefined = rule.kind === 'map' ? rule.of : rule.fields[key];
    const at = path === '' ? key : `${path}.${key}`;
    if (field === undefined) return [];
    if (field.effect?.kind === 'none') return [`${at} ${said(field.effect)}`];
    return idleKeys(field, member, at);
  });
}
