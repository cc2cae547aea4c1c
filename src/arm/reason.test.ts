import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reasonHeaders } from '../sdk/reason.ts';
import { readReason, reasonHeader } from './reason.ts';

/** As an HTTP library hands the bytes of a header over. */
const raw = (text: string) => Buffer.from(text).toString('latin1');

describe('a reason in a header', () => {
  test.each([
    ['p99 doubled', 'p99 doubled'],
    ['p99%20doubled%3A%20100%25', 'p99 doubled: 100%'],
    [raw('Läuft nicht'), 'Läuft nicht'],
    ['L%C3%A4uft', 'Läuft'],
    ['  inner  blanks stay  ', 'inner  blanks stay'],
  ])('%j says %j', (value, reason) => {
    expect(readReason(value)).toBe(reason);
  });

  test('may have 500 characters, whatever their bytes', () => {
    const reason = '\u{1f600}'.repeat(500);
    expect(readReason(encodeURIComponent(reason))).toBe(reason);
    expect(() => readReason(encodeURIComponent(`${reason}x`))).toThrow('has 501 characters');
  });

  test('that is not there says nothing', () => {
    expect(readReason(undefined)).toBeNull();
  });

  test.each([
    ['', 'has 0 characters'],
    ['%20', 'has 0 characters'],
    ['a%0Ab', 'has a control character'],
    ['a%00b', 'has a control character'],
    ['a%1B[2Jb', 'has a control character'],
    ['a%E2%80%AEb', 'has a control character'],
    ['100% sure', 'with %25 for a percent sign'],
    ['%FF', 'must be percent-encoded UTF-8'],
    ['\u00ff', 'must be percent-encoded UTF-8'],
  ])('%j is refused', (value, message) => {
    expect(() => readReason(value)).toThrow(
      expect.objectContaining({
        code: 'bad-argument',
        target: reasonHeader,
        message: expect.stringContaining(message),
      }),
    );
  });

  test('of the SDK arrives as it was written', () => {
    const forged = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
      .filter((one) => one.trim() !== '' && !forged.test(one));
    fc.assert(
      fc.property(text, (reason) => {
        expect(readReason(reasonHeaders(reason)[reasonHeader])).toBe(reason.trim());
      }),
    );
  });
});
