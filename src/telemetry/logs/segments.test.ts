import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSegments } from './segments.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-segments-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = (mostBytes: number) => openSegments({ folder, name: 'router-0', mostBytes });
const files = () => readdirSync(folder).sort();
const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const line = (number: number) => Buffer.from(`${String(number).padStart(9, '0')}\n`);

test('lines go on in the next file when one is full, and the oldest file goes', async () => {
  const segments = opened(80);
  for (let number = 1; number <= 11; number += 1) await segments.write(line(number));
  await segments.close();
  expect(files()).toEqual([3, 4, 5, 6].map((number) => `router-0-0000000${number}.jsonl`));
  expect(files().map(text).join('')).toBe([5, 6, 7, 8, 9, 10, 11].map(line).join(''));
  expect(files().reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThanOrEqual(80);
  expect(statSync(join(folder, files()[0] ?? '')).mode & 0o777).toBe(0o600);
});

test('the next process goes on where whole lines end', async () => {
  const first = opened(4000);
  await first.write(line(1));
  await first.close();
  appendFileSync(join(folder, 'router-0-00000001.jsonl'), '{"half');
  const second = opened(4000);
  await second.write(line(2));
  await second.close();
  expect(text('router-0-00000001.jsonl')).toBe(`${line(1)}${line(2)}`);
});

test('a file that somebody removed is soon followed by a new one', async () => {
  const segments = opened(4000);
  await segments.write(line(1));
  rmSync(join(folder, 'router-0-00000001.jsonl'));
  const write = async () => {
    await segments.write(line(2));
    return files();
  };
  await expect.poll(write, { timeout: 60_000 }).toEqual(['router-0-00000002.jsonl']);
  await segments.close();
  expect(text('router-0-00000002.jsonl')).toBe(line(2).toString());
});

test('what cannot be written is said, and what comes later is written', async () => {
  const segments = openSegments({ folder: join(folder, 'below'), name: 'x', mostBytes: 4000 });
  appendFileSync(join(folder, 'below'), 'in the way');
  await expect(segments.write(line(1))).rejects.toThrow('EEXIST');
  rmSync(join(folder, 'below'));
  await segments.write(line(2));
  await segments.close();
  expect(readFileSync(join(folder, 'below', 'x-00000001.jsonl'), 'utf8')).toBe(line(2).toString());
});
