import { expect, test } from 'vitest';
import { createCrc64 } from './crc64.ts';

const crcOf = (...chunks: string[]) => {
  const sum = createCrc64();
  for (const chunk of chunks) sum.update(Buffer.from(chunk));
  return Buffer.from(sum.base64(), 'base64').readBigUInt64LE().toString(16);
};

test('the CRC-64 of the usual check text, in one piece and in several', () => {
  expect(crcOf('123456789')).toBe('ae8b14860a799888');
  expect(crcOf('1234', '', '56789')).toBe('ae8b14860a799888');
  expect(crcOf('')).toBe('0');
});
