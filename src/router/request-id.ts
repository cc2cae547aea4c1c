/**
 * Fresh ids of requests: random UUIDs (RFC 9562, version 4). Those of Node.js are ropes of many short pieces, which each
 * that writes one down walks through; these are parts of one flat text, made for many at once.
 */
import { randomFillSync } from 'node:crypto';

const BLOCK = 64;
const BYTES = 16;
const LENGTH = 36;
const HEX = Buffer.from('0123456789abcdef', 'latin1');

const random = Buffer.alloc(BLOCK * BYTES);
const letters = Buffer.alloc(BLOCK * LENGTH, '-');
let ids = '';
let next = 0;

export function freshRequestId(): string {
  if (next === ids.length) renew();
  next += LENGTH;
  return ids.slice(next - LENGTH, next);
}

function renew(): void {
  randomFillSync(random);
  for (let id = 0; id < BLOCK; id += 1) {
    const from = id * BYTES;
    random[from + 6] = 0x40 | ((random[from + 6] ?? 0) & 0x0f);
    random[from + 8] = 0x80 | ((random[from + 8] ?? 0) & 0x3f);
    let at = id * LENGTH;
    for (let byte = 0; byte < BYTES; byte += 1) {
      if (byte === 4 || byte === 6 || byte === 8 || byte === 10) at += 1;
      const value = random[from + byte] ?? 0;
      letters[at] = HEX[value >> 4] ?? 0;
      letters[at + 1] = HEX[value & 0xf] ?? 0;
      at += 2;
    }
  }
  ids = letters.toString('latin1');
  next = 0;
}
