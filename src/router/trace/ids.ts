/** Random ids of traces and spans, from a pool: the system is asked once for many of them. */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(4096);
let at = pool.length;

export function newTraceId(): string {
  return hex(16);
}

export function newSpanId(): string {
  return hex(8);
}

function hex(bytes: number): string {
  for (;;) {
    if (at + bytes > pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += bytes;
    const id = pool.toString('hex', at - bytes, at);
    // An id of zeros alone is none.
    if (!/^0+$/.test(id)) return id;
  }
}
