/** Small things about bytes that both ends of the corridor need. */

/** Ends a head. */
export const END = '\r\n\r\n';

export const nothing: Buffer = Buffer.alloc(0);

export function joined(before: Buffer, chunk: Buffer): Buffer {
  return before.length === 0 ? chunk : Buffer.concat([before, chunk]);
}
