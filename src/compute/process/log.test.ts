import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const write = (text: string) => writeFileSync(join(folder, 'inference-server.log'), text);

  test('is read over both of its files', async () => {
    write('a\nb\n');
    await trimLog(folder, 3);
    expect(await readLog(folder, 9)).toBe('a\nb\n');
    write('c\nd\n');
    expect(await readLog(folder, 2)).toBe('c\nd\n');
    expect(await readLog(folder, 3)).toBe('b\nc\nd\n');
    expect(await readLog(folder, 9)).toBe('a\nb\nc\nd\n');
    expect(await readLog(folder, 0)).toBe('');
  });

  test('is left alone while it is short, and may be missing', async () => {
    await trimLog(folder, 3);
    expect(await readLog(folder, 5)).toBe('');
    write('a\n');
    await trimLog(folder, 3);
    expect(readFileSync(join(folder, 'inference-server.log'), 'utf8')).toBe('a\n');
  });

  test('goes on at the beginning of the emptied file, without a hole', async () => {
    const log = openSync(join(folder, 'inference-server.log'), 'a');
    const writer = spawn('sh', ['-c', 'echo before; read go; echo after'], { stdio: ['pipe', log, log] });
    closeSync(log);
    try {
      await expect.poll(() => readLog(folder, 5)).toBe('before\n');
      await trimLog(folder, 3);
      writer.stdin?.end('go\n');
      await once(writer, 'exit');
      expect(readFileSync(join(folder, 'inference-server.log'), 'utf8')).toBe('after\n');
      expect(await readLog(folder, 5)).toBe('before\nafter\n');
    } finally {
      writer.kill('SIGKILL');
    }
  });

  test('takes lines of ours', async () => {
    await note(folder, 'one more thing');
    expect(await readLog(folder, 1)).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} I \[\d+\] teal - one more thing\n$/,
    );
  });
});
