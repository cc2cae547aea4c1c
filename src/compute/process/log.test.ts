import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { note, readLog, trimLog } from './log.ts';

describe('the log of an instance', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'teal-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const tail = async (lines: number) => (await readLog(folder, { tail: lines })).text;
  const write = (text: string) => writeFileSync(join(folder, 'inference-server.log'), text);

  test('is read over both of its files', async () => {
    write('a\nb\n');
    await trimLog(folder, 3);
    expect(await tail(9)).toBe('a\nb\n');
    write('c\nd\n');
    expect(await tail(2)).toBe('c\nd\n');
    expect(await tail(3)).toBe('b\nc\nd\n');
    expect(await tail(9)).toBe('a\nb\nc\nd\n');
    expect(await tail(0)).toBe('');
  });

  test('is left alone while it is short, and may be missing', async () => {
    await trimLog(folder, 3);
    expect(await tail(5)).toBe('');
    write('a\n');
    await trimLog(folder, 3);
    expect(readFileSync(join(folder, 'inference-server.log'), 'utf8')).toBe('a\n');
  });

  test('goes on at the beginning of the emptied file, without a hole', async () => {
    const log = openSync(join(folder, 'inference-server.log'), 'a');
    const writer = spawn('sh', ['-c', 'echo before; read go; echo after'], { stdio: ['pipe', log, log] });
    closeSync(log);
    try {
      await expect.poll(() => tail(5)).toBe('before\n');
      await trimLog(folder, 3);
      writer.stdin?.end('go\n');
      await once(writer, 'exit');
      expect(readFileSync(join(folder, 'inference-server.log'), 'utf8')).toBe('after\n');
      expect(await tail(5)).toBe('before\nafter\n');
    } finally {
      writer.kill('SIGKILL');
    }
  });

  const from = (place: number, ended = false) => readLog(folder, { from: place, ended });

  test('is followed over the moment in which it is put aside, without a line lost or twice', async () => {
    const path = join(folder, 'inference-server.log');
    let read = '';
    let place = 0;
    for (let round = 0; round < 20; round += 1) {
      appendFileSync(path, `line ${round}\nbegun `);
      if (round % 3 === 0) await trimLog(folder, 10);
      const piece = await from(place);
      expect(piece.lost).toBe(0);
      read += piece.text;
      place = piece.next;
    }
    const all = Array.from({ length: 20 }, (_, round) => `${round === 0 ? '' : 'begun '}line ${round}\n`);
    expect(read).toBe(all.join(''));
    expect(await from(place, true)).toMatchObject({ text: 'begun ' });
  });

  test('says how much of it is gone to those who come too late', async () => {
    write('12345\n');
    await trimLog(folder, 3);
    write('abc\n');
    await trimLog(folder, 3);
    expect(await from(0)).toEqual({ text: 'abc\n', next: 10, lost: 6 });
    expect(await from(8)).toEqual({ text: 'c\n', next: 10, lost: 0 });
    expect(await from(10)).toEqual({ text: '', next: 10, lost: 0 });
    write('new\n');
    expect(await from(99_999)).toEqual({ text: 'new\n', next: 14, lost: 0 });
  });

  test('comes in pieces when it is long, cut between characters when a line is', async () => {
    write(`${'é'.repeat(200_000)}\n`);
    const first = await from(0);
    expect(first.text).toBe('é'.repeat(131_072));
    expect((await from(first.next)).text).toBe(`${'é'.repeat(200_000 - 131_072)}\n`);
  });

  test('takes lines of ours', async () => {
    await note(folder, 'one more thing');
    expect(await tail(1)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} I \[\d+\] teal - one more thing\n$/);
  });
});
