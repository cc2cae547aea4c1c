import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { childEnvironment } from './child-environment.ts';
import { run, signalGroup } from './run.ts';

const shell = (script: string, options: Partial<Parameters<typeof run>[0]> = {}) =>
  run({
    program: 'sh',
    args: ['-c', script],
    environment: childEnvironment(undefined),
    folder: tmpdir(),
    timeoutMs: 20_000,
    stop: new AbortController().signal,
    line: () => {},
    ...options,
  });

describe('running a command of a build', () => {
  test('lines of both streams, without colours, carriage returns and blanks', async () => {
    const heard: string[] = [];
    const script = "printf 'one\\n\\033[31mtwo\\033[0m\\r\\n\\n 10%%\\r 20%%\\nlast'; printf 'err\\n' >&2";
    const lines = await shell(script, { line: (text) => heard.push(text) });
    expect(lines.toSorted()).toEqual([' 10%', ' 20%', 'err', 'last', 'one', 'two']);
    expect(heard).toEqual(lines);
  });

  test('another exit code is a failure with everything that was said', async () => {
    const failure = { name: 'StepFailed', message: 'sh ended with 3', lines: ['why'] };
    await expect(shell('echo why; exit 3')).rejects.toThrow(expect.objectContaining(failure));
  });

  test('a program that is not there is a failure', async () => {
    const missing = shell('', { program: '/nowhere/program' });
    await expect(missing).rejects.toThrow(expect.objectContaining({ name: 'StepFailed' }));
  });

  test('stopping ends the whole group, children that ignore it included', async () => {
    const stop = new AbortController();
    let pid = 0;
    const running = shell('sh -c \'trap "" TERM; echo up; sleep 60; sleep 60\' & wait', {
      stop: stop.signal,
      started: (group) => {
        pid = group;
      },
      line: () => stop.abort(),
    });
    await expect(running).rejects.toThrow(expect.objectContaining({ name: 'Stopped' }));
    expect(pid).toBeGreaterThan(0);
    // whoever adopted the orphans may take a moment to reap them
    await expect.poll(() => signalGroup(pid, 0), { timeout: 60_000 }).toBe(false);
  });

  test('a command that takes too long is ended and told', async () => {
    const late = shell('sleep 60', { timeoutMs: 50 });
    await expect(late).rejects.toThrow('took longer than 0.05 s');
  });

  test("variables that would lead to another Python, and Teal's own, are not handed on", async () => {
    process.env.PYTHONPATH = '/elsewhere';
    process.env.TEAL_TEST_SECRET = 'x';
    try {
      const lines = await shell('env', { environment: childEnvironment('/usr/bin:/bin') });
      expect(lines.filter((line) => /^(?:PYTHONPATH|TEAL_)/.test(line))).toEqual([]);
      expect(lines).toContain('PATH=/usr/bin:/bin');
    } finally {
      delete process.env.PYTHONPATH;
      delete process.env.TEAL_TEST_SECRET;
    }
  });
});
