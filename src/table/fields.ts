/** Fields of what came from a wire or a disk: each reader gives a value of the right type and says what was wrong. */

export type Fields = Readonly<Record<string, unknown>>;
/** What a text must look like, and how that is said. */
export type Rule = readonly [pattern: RegExp, allowed: string];

/** More problems than these are not kept: a table can be wrong in as many places as it has. */
const most = 1000;

const someText: Rule = [/^[^\0]+$/, 'a text that is not empty'];
const someName: Rule = [/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, . _ and -'];

/** Where in a value the readers are, and what they found wrong. A path is put together only when something is. */
export class Place {
  /** Sentences that name the field, its value and what is allowed. */
  readonly problems: string[] = [];
  readonly #root: string;
  readonly #keys: (string | number)[] = [];

  /** `root` is how the whole value is called. */
  constructor(root: string) {
    this.#root = root;
  }

  enter(key: string | number): void {
    this.#keys.push(key);
  }

  leave(): void {
    this.#keys.pop();
  }

  /** The path of the field `key`; '': of the place itself. */
  path(key: string): string {
    let path = '';
    for (const step of key === '' ? this.#keys : [...this.#keys, key]) {
      if (typeof step === 'number') path += `[${step}]`;
      else path += path === '' ? step : `.${step}`;
    }
    return path === '' ? this.#root : path;
  }

  say(key: string, found: unknown, allowed: string): void {
    this.tell(this.path(key), found, allowed);
  }

  tell(subject: string, found: unknown, allowed: string): void {
    if (this.problems.length < most)
      this.problems.push(`${subject} is ${show(found)}; it must be ${allowed}`);
  }
}

export function fieldsOf(at: Place, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  at.say('', value, 'an object');
  return {};
}

/** The elements of the list `key`, each read in its place. */
export function each<T>(
  at: Place,
  fields: Fields,
  key: string,
  read: (at: Place, value: unknown) => T,
): readonly T[] {
  const made: T[] = [];
  const value = fields[key];
  if (!Array.isArray(value)) {
    at.say(key, value, 'an array');
    return made;
  }
  at.enter(key);
  for (let index = 0; index < value.length; index += 1) {
    at.enter(index);
    made.push(read(at, value[index]));
    at.leave();
  }
  at.leave();
  return made;
}

export function text(at: Place, fields: Fields, key: string): string {
  return matching(at, fields, key, someText);
}

export function nameOf(at: Place, fields: Fields, key: string): string {
  return matching(at, fields, key, someName);
}

export function matching(at: Place, fields: Fields, key: string, rule: Rule): string {
  return textAt(at, key, fields[key], rule);
}

/** `key` is only for what is said: '' for an element of a list. */
export function textAt(at: Place, key: string, value: unknown, [pattern, allowed]: Rule = someText): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  at.say(key, value, allowed);
  return '';
}

export function integer(at: Place, fields: Fields, key: string, least: number, largest: number): number {
  const value = fields[key];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest) {
    return value;
  }
  at.say(key, value, `an integer from ${least} to ${largest}`);
  return least;
}

export function unique(at: Place, key: string, values: readonly string[]): void {
  if (values.length < 2) return;
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return at.say(key, value, 'given once');
    seen.add(value);
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const shown = JSON.stringify(value) ?? typeof value;
  return shown.length > 80 ? `${shown.slice(0, 77)}...` : shown;
}
