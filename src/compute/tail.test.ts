import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { tailOf } from './tail.ts';

const place = mkdtempSync(join(tmpdir(), 'teal-tail-'));
const path = join(place, 'log');
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the end of a log', () => {
  test.each([
    ['a\nb\nc\n', 2, 'b\nc\n'],
    ['a\nb\nc', 2, 'b\nc'],
    ['a\nb\nc\n', 3, 'a\nb\nc\n'],
    ['a\nb\nc\n', 9, 'a\nb\nc\n'],
    ['\n\n\n', 2, '\n\n'],
    ['\n', 1, '\n'],
    ['', 5, ''],
    ['a\n', 0, ''],
    ['a\n', -1, ''],
  ])('of %j, %i lines, is %j', async (text, lines, expected) => {
    writeFileSync(path, text);
    expect(await tailOf(path, lines)).toBe(expected);
  });

  test('is whole when lines and characters lie across blocks', async () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => `${at} Zürich 🚆 東京\n`);
    writeFileSync(path, lines.join(''));
    for (const count of [1, 2000, 2001, 2999, 29_999]) {
      expect(await tailOf(path, count)).toBe(lines.slice(-count).join(''));
    }
  });

  test('ends before a character that is only half written', async () => {
    writeFileSync(path, 'a\n');
    appendFileSync(path, Buffer.from('b🚆').subarray(0, 4));
    expect(await tailOf(path, 2)).toBe('a\nb');
  });

  test('is at most 8 MiB, and begins with a whole character', async () => {
    writeFileSync(path, '東'.repeat(3 << 20));
    const text = await tailOf(path, 1);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8 << 20);
    expect(text.length).toBeGreaterThan(2 << 20);
    expect(text).not.toContain('\ufffd');
  });

  test('of a missing file is empty', async () => {
    expect(await tailOf(join(place, 'missing'), 5)).toBe('');
  });
});
