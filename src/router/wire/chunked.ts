/** The reader of chunked bodies: tells which bytes are data and where the body ends. */
import { kinds, OBSOLETE, VALUE } from './characters.ts';

const EXTENSIONS = /^(?:;[!#$%&'*+.^_`|~\w-]+(?:=(?:[!#$%&'*+.^_`|~\w-]+|"[^"\\]*"))?)+$/;
/** What frames a message has no place behind it (RFC 9110, 6.5.1). */
const TRAILER = /^(?!(?:content-length|transfer-encoding|connection|upgrade):)[!#$%&'*+.^_`|~\w-]+:/i;

const LINE_LIMIT = 4096;
const TRAILER_LIMIT = 64 * 1024;
const CR = 0x0d;
const LF = 0x0a;
const SEMICOLON = 0x3b;

const AT_SIZE = 0;
const IN_EXTENSION = 1;
const AFTER_SIZE = 2;
const IN_DATA = 3;
const AFTER_DATA = 4;
const AFTER_DATA_CR = 5;
const AT_TRAILER = 6;
const IN_TRAILER = 7;
const AFTER_TRAILER = 8;
const AT_END = 9;
const DONE = 10;
const BROKEN = 11;

export class ChunkedReader {
  #state = AT_SIZE;
  #size = 0;
  #digits = 0;
  #spent = 0;
  /** The extensions of a chunk or a line of the trailer, as far as it came: both are rare. */
  #line = '';

  get done(): boolean {
    return this.#state === DONE;
  }

  get broken(): boolean {
    return this.#state === BROKEN;
  }

  /**
   * Reads bytes[from, to) and calls `data` with the bounds of each piece of the body; gives where it stopped: behind
   * the body's end, or at `to`.
   */
  read(bytes: Buffer, from: number, to: number, data: (from: number, to: number) => void): number {
    let at = from;
    while (at < to && this.#state < DONE) {
      if (this.#state === IN_DATA) {
        const end = Math.min(to, at + this.#size);
        data(at, end);
        this.#size -= end - at;
        at = end;
        if (this.#size === 0) this.#state = AFTER_DATA;
      } else {
        this.#state = this.#step(bytes[at] ?? 0);
        at += 1;
      }
    }
    return at;
  }

  #step(byte: number): number {
    switch (this.#state) {
      case AT_SIZE:
        return this.#sizeByte(byte);
      case IN_EXTENSION:
        return byte === CR
          ? this.#checked(EXTENSIONS, AFTER_SIZE)
          : this.#text(byte, LINE_LIMIT, IN_EXTENSION);
      case AFTER_SIZE:
        return byte === LF ? this.#begin() : BROKEN;
      case AFTER_DATA:
        return byte === CR ? AFTER_DATA_CR : BROKEN;
      case AFTER_DATA_CR:
        return byte === LF ? AT_SIZE : BROKEN;
      case AT_TRAILER:
        return byte === CR ? AT_END : this.#text(byte, TRAILER_LIMIT, IN_TRAILER);
      case IN_TRAILER:
        return byte === CR
          ? this.#checked(TRAILER, AFTER_TRAILER)
          : this.#text(byte, TRAILER_LIMIT, IN_TRAILER);
      case AFTER_TRAILER:
        return byte === LF ? AT_TRAILER : BROKEN;
      case AT_END:
        return byte === LF ? DONE : BROKEN;
      default:
        return BROKEN;
    }
  }

  #sizeByte(byte: number): number {
    const digit = hex(byte);
    if (digit >= 0) {
      this.#digits += 1;
      this.#size = this.#size * 16 + digit;
      // 12 hexadecimal digits are exact in a number.
      return this.#digits > 12 ? BROKEN : AT_SIZE;
    }
    if (this.#digits === 0) return BROKEN;
    if (byte === CR) return AFTER_SIZE;
    return byte === SEMICOLON ? this.#text(byte, LINE_LIMIT, IN_EXTENSION) : BROKEN;
  }

  #begin(): number {
    this.#digits = 0;
    this.#spent = 0;
    return this.#size === 0 ? AT_TRAILER : IN_DATA;
  }

  #checked(pattern: RegExp, next: number): number {
    const right = pattern.test(this.#line);
    this.#line = '';
    return right ? next : BROKEN;
  }

  #text(byte: number, limit: number, next: number): number {
    this.#spent += 1;
    this.#line += String.fromCharCode(byte);
    return this.#spent > limit || ((kinds[byte] ?? 0) & (VALUE | OBSOLETE)) === 0 ? BROKEN : next;
  }
}

function hex(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
