/** Fields of what came from a wire or a disk: each reader gives a value of the right type and says what was wrong. */

export type Fields = Readonly<Record<string, unknown>>;
export type Say = (path: string, value: unknown, allowed: string) => void;

/** Collects problems as sentences that name the field, its value and what is allowed. */
export function sayTo(problems: string[]): Say {
  return (path, found, allowed) => problems.push(`${path} is ${show(found)}; it must be ${allowed}`);
}

export function fieldsOf(path: string, value: unknown, say: Say): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  say(path, value, 'an object');
  return {};
}

export function list(path: string, value: unknown, say: Say): readonly unknown[] {
  if (Array.isArray(value)) return value;
  say(path, value, 'an array');
  return [];
}

export function text(path: string, value: unknown, say: Say): string {
  return matching(path, value, [/^[^\0]+$/, 'a text that is not empty'], say);
}

export function nameOf(path: string, value: unknown, say: Say): string {
  return matching(path, value, [/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, . _ and -'], say);
}

export function matching(path: string, value: unknown, rule: readonly [RegExp, string], say: Say): string {
  if (typeof value === 'string' && rule[0].test(value)) return value;
  say(path, value, rule[1]);
  return '';
}

export function integer(path: string, value: unknown, range: readonly [number, number], say: Say): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= range[0] && value <= range[1]) {
    return value;
  }
  say(path, value, `an integer from ${range[0]} to ${range[1]}`);
  return range[0];
}

export function unique(path: string, values: readonly (string | number)[], say: Say): void {
  const seen = new Set<string | number>();
  for (const value of values) {
    if (seen.has(value)) return say(path, value, 'given once');
    seen.add(value);
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
