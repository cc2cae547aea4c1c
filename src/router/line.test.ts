import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  literal,
  OVERHANG,
  putDigits,
  putLiteral,
  putMs,
  putPlain,
  putText,
  putWhole,
  type Sheet,
  sheetOf,
  WIDEST,
} from './line.ts';

const written = (put: (sheet: Sheet, at: number) => number): string => {
  const sheet = sheetOf(4096);
  sheet.bytes.fill(0xff);
  return sheet.bytes.toString('latin1', 3, put(sheet, 3));
};

test('any text of bytes is read back from JSON, cut where it is too long', () => {
  const anyByte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(anyByte, { maxLength: 100 }), fc.nat(100), (letters, most) => {
      const text = letters.join('');
      const line = written((sheet, at) => putText(sheet, at, text, most));
      expect(JSON.parse(`"${line}"`)).toBe(text.slice(0, most));
      expect(line.length).toBeLessThanOrEqual(WIDEST * Math.min(most, text.length));
    }),
  );
});

test('whole numbers are as JSON has them', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      expect(written((sheet, at) => putWhole(sheet, at, value))).toBe(String(value));
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
  expect(written((sheet, at) => putMs(sheet, at, ms))).toBe(expected);
});

test('a literal of any printable text is written as it is, and little beyond its end', () => {
  const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.array(printable, { maxLength: 60 }), (letters) => {
      const text = letters.join('');
      const sheet = sheetOf(100);
      sheet.bytes.fill(0xff);
      const end = putLiteral(sheet, 3, literal(text));
      expect(sheet.bytes.toString('latin1', 3, end)).toBe(text);
      expect(sheet.bytes.subarray(end + OVERHANG).every((byte) => byte === 0xff)).toBe(true);
      expect(written((into, at) => putPlain(into, at, text))).toBe(text);
    }),
  );
});

test('digits have zeros before them', () => {
  expect(written((sheet, at) => putDigits(sheet, at, 7, 3))).toBe('007');
});
