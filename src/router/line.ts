/** Text and numbers of JSON as bytes: nothing is made for a line but the line. Each writes at `at` and answers with the end. */

/** What is written to; both are of the same memory. */
export type Sheet = { readonly bytes: Buffer; readonly view: DataView };

/** A text that is the same in many lines, eight bytes a number: written so, it costs a fifth of what its bytes do. */
export type Literal = { readonly words: Float64Array; readonly length: number };

const WORD = 8;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const POINT = 0x2e;
const HEX = '0123456789abcdef';
/** Numbers below it have digits of 32-bit arithmetic. */
const MOST_SMALL = 1e9;

/** Most bytes that one character takes. */
export const WIDEST = 6;
/** A literal writes up to so many bytes over its end; a sheet has them to spare. */
export const OVERHANG = WORD - 1;

export function sheetOf(bytes: number): Sheet {
  const buffer = Buffer.alloc(bytes);
  return { bytes: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, bytes) };
}

/** Of printable ASCII: any eight of them are a number that keeps its bits. */
export function literal(text: string): Literal {
  const words = new Float64Array(Math.ceil(text.length / WORD));
  Buffer.from(words.buffer).write(text, 'latin1');
  return { words, length: text.length };
}

export function putLiteral({ view }: Sheet, start: number, { words, length }: Literal): number {
  for (let at = 0; at < words.length; at += 1) view.setFloat64(start + WORD * at, words[at] ?? 0, isLittle);
  return start + length;
}

/** The order of this machine: words are copied, not read. */
const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Longer ones. */
export function putPiece({ bytes }: Sheet, start: number, piece: Uint8Array): number {
  bytes.set(piece, start);
  return start + piece.length;
}

/** Printable ASCII without quotes and backslashes. */
export function putPlain({ bytes }: Sheet, start: number, text: string): number {
  return start + bytes.write(text, start, 'latin1');
}

/** The inside of a JSON string: at most `most` characters, each of one byte. */
export function putText({ bytes }: Sheet, start: number, text: string, most: number): number {
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
export function putWhole(sheet: Sheet, start: number, value: number): number {
  if (value < MOST_SMALL) return putDigits(sheet, start, value, widthOf(value));
  const above = Math.floor(value / MOST_SMALL);
  return putDigits(sheet, putWhole(sheet, start, above), value - above * MOST_SMALL, 9);
}

function widthOf(value: number): number {
  let width = 1;
  for (let limit = 10; value >= limit; limit *= 10) width += 1;
  return width;
}

/** The same below 1,000,000,000 with zeros before it, up to `width`. */
export function putDigits({ bytes }: Sheet, start: number, value: number, width: number): number {
  let rest = value | 0;
  for (let at = start + width - 1; at >= start; at -= 1) {
    const tenth = (rest / 10) | 0;
    bytes[at] = ZERO + (rest - 10 * tenth);
    rest = tenth;
  }
  return start + width;
}

/** Milliseconds with three decimals. */
export function putMs(sheet: Sheet, start: number, ms: number): number {
  const micros = Math.max(0, Math.round(ms * 1000));
  const whole = Math.floor(micros / 1000);
  const point = putWhole(sheet, start, whole);
  sheet.bytes[point] = POINT;
  return putDigits(sheet, point + 1, micros - 1000 * whole, 3);
}
