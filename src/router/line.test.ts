import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putMs, putText, putWhole, WIDEST } from './line.ts';

const written = (put: (bytes: Uint8Array, at: number) => number): string => {
  const bytes = Buffer.alloc(4096, 0xff);
  return bytes.toString('latin1', 3, put(bytes, 3));
};

test('any text of bytes is read back from JSON, cut where it is too long', () => {
  const anyByte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(anyByte, { maxLength: 100 }), fc.nat(100), (letters, most) => {
      const text = letters.join('');
      const line = written((bytes, at) => putText(bytes, at, text, most));
      expect(JSON.parse(`"${line}"`)).toBe(text.slice(0, most));
      expect(line.length).toBeLessThanOrEqual(WIDEST * Math.min(most, text.length));
    }),
  );
});

test('whole numbers are as JSON has them', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(written((bytes, at) => putWhole(bytes, at, value))).toBe(String(value));
    }),
  );
});

test.each([
  [0, '0.000'],
  [-0.5, '0.000'],
  [0.0004, '0.000'],
  [1.2345, '1.235'],
  [12.999_9, '13.000'],
  [180_000.06, '180000.060'],
])('%s milliseconds are %s', (ms, expected) => {
  expect(written((bytes, at) => putMs(bytes, at, ms))).toBe(expected);
});
