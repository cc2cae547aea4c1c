/** What bytes may be where (RFC 9110, RFC 9112), as tables: one look per byte. */

/** Bits of `kinds`. */
export const TOKEN = 1;
export const VALUE = 2;
export const TARGET = 4;
/** Bytes above ASCII, which old servers put into values. */
export const OBSOLETE = 8;

/** By byte: what it may be part of; 0 for the controls that may be nowhere. */
export const kinds = new Uint8Array(256).fill(OBSOLETE, 0x80);

for (let byte = 0x21; byte < 0x7f; byte += 1) kinds[byte] = VALUE | TARGET;
kinds[0x20] = VALUE;
kinds[0x09] = VALUE;
for (const mark of "!#$%&'*+-.^_`|~") add(mark.charCodeAt(0));
for (let byte = 0x30; byte <= 0x39; byte += 1) add(byte);
for (let byte = 0x41; byte <= 0x5a; byte += 1) {
  add(byte);
  add(byte | 0x20);
}
// Parsers differ on a fragment in a target, and nobody needs one.
kinds[0x23] = (kinds[0x23] ?? 0) & ~TARGET;

function add(byte: number): void {
  kinds[byte] = (kinds[byte] ?? 0) | TOKEN;
}

/** Where the run of bytes of `kind` that begins at `from` ends. */
export function runEnd(text: string, from: number, kind: number): number {
  let at = from;
  while (at < text.length && ((kinds[text.charCodeAt(at)] ?? 0) & kind) !== 0) at += 1;
  return at;
}

/**
 * The number that text[from, to) writes in decimal digits; -1 when it is anything else. At most 15 digits, and no
 * leading zero: what others may read otherwise is not a number here.
 */
export function decimal(text: string, from: number, to: number): number {
  const length = to - from;
  if (length < 1 || length > 15 || (length > 1 && text.charCodeAt(from) === 0x30)) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** text[from, to) without the blanks around it: spaces and tabs, and nothing else that some call so. */
export function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}
