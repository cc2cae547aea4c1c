/** Ids of requests: random UUIDs (version 4), made many at a time, as one text that each is a piece of. */
import { randomFillSync } from 'node:crypto';

const MANY = 256;
const BYTES = 16;
const LENGTH = 36;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');
/** Where in an id the two digits of each byte are; what is between is dashes. */
const PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);
const VERSION_AT = 6;
const VARIANT_AT = 8;

const random = new Uint8Array(MANY * BYTES);
const page = Buffer.alloc(MANY * LENGTH, '-', 'latin1');
let text = '';
let at = MANY * LENGTH;

export function newRequestId(): string {
  if (at === MANY * LENGTH) refill();
  at += LENGTH;
  return text.slice(at - LENGTH, at);
}

function refill(): void {
  randomFillSync(random);
  for (let id = 0; id < MANY; id += 1) {
    for (let byte = 0; byte < BYTES; byte += 1) {
      const place = id * LENGTH + (PLACES[byte] ?? 0);
      const value = marked(byte, random[id * BYTES + byte] ?? 0);
      page[place] = DIGITS[value >> 4] ?? 0;
      page[place + 1] = DIGITS[value & 0xf] ?? 0;
    }
  }
  text = page.toString('latin1');
  at = 0;
}

/** The bits that say what kind of UUID it is (RFC 9562, 5.4). */
function marked(byte: number, value: number): number {
  if (byte === VERSION_AT) return (value & 0x0f) | 0x40;
  return byte === VARIANT_AT ? (value & 0x3f) | 0x80 : value;
}
