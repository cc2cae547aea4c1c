/**
 * Where a text stops being JSON. Browsers say that each in their own words, and Safari not where; a person who edits an
 * input wants line, column and what was expected there.
 */
export type JsonFlaw = {
  /** Characters before it. */
  readonly at: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
};

/** The first flaw, or undefined when the text is JSON. Whitespace alone is not. */
export function jsonFlaw(text: string): JsonFlaw | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const [at, message] = search(text);
    const before = text.slice(0, at);
    return {
      at,
      line: before.split('\n').length,
      column: at - (before.lastIndexOf('\n') + 1) + 1,
      message,
    };
  }
}

type Found = readonly [at: number, message: string];
type Want = 'value' | 'first-item' | 'key' | 'first-key' | 'colon' | 'next' | 'end';

/** Walks the text as a reader of JSON does, without recursion: inputs may be nested as deep as they like. */
function search(text: string): Found {
  const open: ('{' | '[')[] = [];
  let want: Want = 'value';
  let at = skipped(text, 0);
  while (at < text.length) {
    const mark = text[at] ?? '';
    const closes = mark === '}' || mark === ']';
    if (closes) {
      const flaw = closingFlaw(mark, open.at(-1), want);
      if (flaw !== undefined) return [at, flaw];
      open.pop();
      want = open.length === 0 ? 'end' : 'next';
    } else if (want === 'end') {
      return [at, 'There is more after the end of the value.'];
    } else if (want === 'colon' || want === 'next') {
      if (mark !== (want === 'colon' ? ':' : ',')) return [at, missing(want, open.at(-1))];
      want = want === 'colon' ? 'value' : open.at(-1) === '{' ? 'key' : 'value';
    } else if (want === 'key' || want === 'first-key') {
      const end = mark === '"' ? stringEnd(text, at) : undefined;
      if (end === undefined) return [at, keyWords(mark)];
      if (typeof end !== 'number') return end;
      at = end - 1;
      want = 'colon';
    } else if (mark === '{' || mark === '[') {
      open.push(mark);
      want = mark === '{' ? 'first-key' : 'first-item';
    } else {
      const end = mark === '"' ? stringEnd(text, at) : wordEnd(text, at);
      if (typeof end !== 'number') return end;
      at = end - 1;
      want = open.length === 0 ? 'end' : 'next';
    }
    at = skipped(text, at + 1);
  }
  return [
    text.length,
    text.trim() === '' ? 'There is nothing here.' : `The text ends too early; ${ends(want, open.at(-1))}.`,
  ];
}

function closingFlaw(mark: '}' | ']', open: '{' | '[' | undefined, want: Want): string | undefined {
  if (open === undefined) return `There is no ${mark === '}' ? '{' : '['} for this ${mark}.`;
  if ((open === '{') !== (mark === '}'))
    return `A ${open} is open here; it needs ${partner(open)}, not ${mark}.`;
  if (want === 'next' || want === 'first-item' || want === 'first-key') return undefined;
  return want === 'colon' ? 'A colon and a value are missing.' : `A comma may not stand before ${mark}.`;
}

function missing(want: 'colon' | 'next', open: '{' | '[' | undefined): string {
  if (want === 'colon') return 'A colon is missing after the name.';
  return `A comma or ${open === undefined ? 'the end' : partner(open)} is missing.`;
}

function keyWords(mark: string): string {
  return mark === "'" ? 'Names need double quotes, not single ones.' : 'A name in double quotes is missing.';
}

function ends(want: Want, open: '{' | '[' | undefined): string {
  if (want === 'colon') return 'a colon and a value are missing';
  if (open === undefined) return 'a value is missing';
  return `${want === 'value' || want === 'key' ? 'a value and ' : ''}${partner(open)} is missing`;
}

function partner(open: '{' | '['): string {
  return open === '{' ? '}' : ']';
}

const space = new Set([' ', '\t', '\r', '\n']);

function skipped(text: string, from: number): number {
  let at = from;
  while (at < text.length && space.has(text[at] ?? '')) at++;
  return at;
}

/** Behind the closing quote, or what is wrong in the string. */
function stringEnd(text: string, from: number): number | Found {
  for (let at = from + 1; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '"') return at + 1;
    if (mark < ' ')
      return [
        at,
        mark === '\n'
          ? 'A string may not go over the end of a line.'
          : 'A string may not hold this control character.',
      ];
    if (mark !== '\\') continue;
    const found = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
    if (found === null) return [at, 'There is no such escape; a backslash itself is written \\\\.'];
    at += found[0].length - 1;
  }
  return [text.length, 'A string is not closed; its quote is missing.'];
}

/** A number, true, false or null. */
function wordEnd(text: string, from: number): number | Found {
  const word = /^[^\s,:[\]{}"]+/.exec(text.slice(from, from + 400))?.[0] ?? '';
  const holds = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(word);
  return holds ? from + word.length : [from, wordWords(word)];
}

function wordWords(word: string): string {
  if (word === '') return 'A value is missing.';
  if (word.startsWith("'")) return 'Strings need double quotes, not single ones.';
  if (/^(?:True|False|None)$/.test(word)) return `${word} is Python; JSON writes ${python[word] ?? word}.`;
  if (/^[-+.\d]/.test(word)) return `${word.slice(0, 40)} is not a number in JSON.`;
  return `${word.slice(0, 40)} is no value; text needs double quotes.`;
}

const python: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };
