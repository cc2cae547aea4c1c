import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { leaderByPs, leaderWithArgument, startOf, startsByPs, startsOf } from './identity.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function run(program: string, ...args: string[]): Promise<number> {
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child.pid ?? 0;
}

describe.each([
  ['/proc', startsOf, leaderWithArgument],
  ['ps', startsByPs, leaderByPs],
])('processes by %s', (_name, starts, leader) => {
  test('have a start while they live', async () => {
    const pid = await run('sleep', '60');
    const start = starts([pid]).get(pid);
    expect(start).toMatch(/\d/);
    expect(starts([pid, process.pid]).get(pid)).toBe(start);
    const ended = once(children[0] ?? process, 'exit');
    process.kill(pid, 'SIGKILL');
    await ended;
    expect(starts([pid]).has(pid)).toBe(false);
    expect(starts([])).toEqual(new Map());
  });

  test.skipIf(process.platform !== 'linux')('that are dead but not waited for do not count', async () => {
    const parent = await run('sh', '-c', 'sleep 0 & echo; exec sleep 60');
    const child = await childOf(parent);
    await expect.poll(() => starts([child]).has(child)).toBe(false);
    expect(starts([parent]).has(parent)).toBe(true);
  });

  test('are found by an argument when they lead their group', async () => {
    const argument = `/nowhere/${process.pid}/config.json`;
    expect(leader(argument)).toBeUndefined();
    const pid = await run('sh', '-c', 'sleep 60; true', argument);
    expect(leader(argument)).toBe(pid);
    process.kill(-pid, 'SIGKILL');
    await expect.poll(() => leader(argument)).toBeUndefined();
  });
});

test('a process of this machine has one start', () => {
  expect(startOf(process.pid)).toBe(startOf(process.pid));
  expect(startOf(process.pid)).not.toBe(startOf(process.ppid));
});

async function childOf(parent: number): Promise<number> {
  const { readFileSync } = await import('node:fs');
  await expect.poll(() => readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')).toMatch(/\d/);
  return Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim());
}
