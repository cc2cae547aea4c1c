import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startOf } from './life.ts';
import { acquire } from './lock.ts';
import { signalGroup } from './run.ts';

let path = '';
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'teal-lock-')), 'lock');
});
afterEach(() => rmSync(dirname(path), { recursive: true, force: true }));

const never = new AbortController().signal;
const get = () => acquire(path, never, () => {});

async function deadProcess() {
  const child = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
  const life = { pid: child.pid ?? 0, started: startOf(child.pid ?? 0) ?? '' };
  child.kill('SIGKILL');
  await once(child, 'exit');
  return life;
}

describe('the lock between processes', () => {
  test('one holder at a time, in whatever number they come', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      const lock = await get();
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      lock.release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test('who waits hears of the holder and can be told to stop', async () => {
    const lock = await get();
    const stop = new AbortController();
    const heard: number[] = [];
    const waiting = acquire(path, stop.signal, (pid) => {
      heard.push(pid);
      stop.abort();
    });
    await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'Stopped' }));
    expect(heard).toEqual([process.pid]);
    lock.release();
  });

  test("a dead process's lock is taken over by exactly one, and its child is ended", async () => {
    const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const pid = orphan.pid ?? 0;
    const child = { pid, started: startOf(pid) };
    writeFileSync(path, JSON.stringify({ ...(await deadProcess()), token: 'x', child }));
    const ended = once(orphan, 'exit');
    const winners: string[] = [];
    const first = get().then(async (lock) => {
      winners.push('a');
      await ended;
      lock.release();
    });
    const second = get().then((lock) => {
      winners.push('b');
      lock.release();
    });
    await Promise.all([first, second, ended]);
    expect(winners.sort()).toEqual(['a', 'b']);
    expect(signalGroup(pid, 0)).toBe(false);
  });

  test('a process that got the same id later does not count as the holder, nor is it ended', async () => {
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const pid = stranger.pid ?? 0;
    const before = { pid, started: 'another time' };
    writeFileSync(path, JSON.stringify({ ...before, token: 'x', child: before }));
    (await get()).release();
    expect(startOf(pid)).toBeDefined();
    stranger.kill('SIGKILL');
  });

  test('a file that is no lock is taken over when it is old', async () => {
    writeFileSync(path, '');
    const past = new Date(Date.now() - 60_000);
    utimesSync(path, past, past);
    (await get()).release();
    expect(existsSync(path)).toBe(false);
  });

  test('a lock names the child that works under it; releasing leaves the lock of others alone', async () => {
    const lock = await get();
    const worker = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    lock.employ(worker.pid ?? 0);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      pid: process.pid,
      child: { pid: worker.pid },
    });
    worker.kill('SIGKILL');
    writeFileSync(path, JSON.stringify({ ...(await deadProcess()), token: 'other', child: null }));
    lock.release();
    expect(existsSync(path)).toBe(true);
  });
});
