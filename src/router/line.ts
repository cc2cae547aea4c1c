/** Text and numbers of JSON as bytes: nothing is made for a line but the line. Each writes at `at` and answers with the end. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const HEX = '0123456789abcdef';

/** Most bytes that one character takes. */
export const WIDEST = 6;

export function literal(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** Short ones; a copy of the runtime's own costs more than it saves. */
export function putLiteral(bytes: Uint8Array, start: number, piece: Uint8Array): number {
  for (let at = 0; at < piece.length; at += 1) bytes[start + at] = piece[at] ?? 0;
  return start + piece.length;
}

/** Longer ones. */
export function putPiece(bytes: Uint8Array, start: number, piece: Uint8Array): number {
  bytes.set(piece, start);
  return start + piece.length;
}

/** The inside of a JSON string: at most `most` characters, each of one byte. */
export function putText(bytes: Uint8Array, start: number, text: string, most: number): number {
  const count = Math.min(text.length, most);
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) at = putEscape(bytes, at, code);
    else {
      if (code === QUOTE || code === BACKSLASH) bytes[at++] = BACKSLASH;
      bytes[at++] = code;
    }
  }
  return at;
}

function putEscape(bytes: Uint8Array, start: number, code: number): number {
  bytes[start] = BACKSLASH;
  bytes[start + 1] = 0x75;
  for (let digit = 0; digit < 4; digit += 1) {
    bytes[start + 2 + digit] = HEX.charCodeAt((code >> (12 - 4 * digit)) & 0xf);
  }
  return start + WIDEST;
}

/** A whole number from 0. */
export function putWhole(bytes: Uint8Array, start: number, value: number): number {
  let width = 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) width += 1;
  return putDigits(bytes, start, value, width);
}

/** The same with zeros before it, up to `width`. */
export function putDigits(bytes: Uint8Array, start: number, value: number, width: number): number {
  let rest = value;
  for (let at = start + width - 1; at >= start; at -= 1) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - 10 * tenth);
    rest = tenth;
  }
  return start + width;
}

/** Milliseconds with three decimals. */
export function putMs(bytes: Uint8Array, start: number, ms: number): number {
  const micros = Math.max(0, Math.round(ms * 1000));
  const whole = Math.floor(micros / 1000);
  const point = putWhole(bytes, start, whole);
  bytes[point] = 0x2e;
  return putDigits(bytes, point + 1, micros - 1000 * whole, 3);
}
