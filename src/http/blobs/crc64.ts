/**
 * The CRC-64 of Azure Storage (`x-ms-content-crc64`; reflected polynomial 0x9A6C9329AC4BC9B5, all ones before and
 * after, the eight bytes from the lowest up). In two halves of 32 bits: BigInt is a hundred times slower.
 */
export function createCrc64() {
  let low = 0xffffffff;
  let high = 0xffffffff;
  return {
    update: (chunk: Uint8Array): void => {
      for (const byte of chunk) {
        const at = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (lows[at] ?? 0);
        high = (high >>> 8) ^ (highs[at] ?? 0);
      }
    },
    base64: (): string => {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32LE(~low >>> 0, 0);
      bytes.writeUInt32LE(~high >>> 0, 4);
      return bytes.toString('base64');
    },
  };
}

const lows = new Int32Array(256);
const highs = new Int32Array(256);

for (let at = 0; at < 256; at += 1) {
  let low = at;
  let high = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (odd) {
      low ^= 0xac4bc9b5;
      high ^= 0x9a6c9329;
    }
  }
  lows[at] = low;
  highs[at] = high;
}
