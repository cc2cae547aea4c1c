import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createInterpreters } from './interpreters.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-python-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let now = 0;
const clock = { now: () => now };

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

describe('finding interpreters', () => {
  test('this machine has one that makes environments, each by its own path', () => {
    const found = createInterpreters(clock, undefined)();
    expect(found.some(({ makesVenvs }) => makesVenvs)).toBe(true);
    expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
    for (const { version } of found) expect(version[1]).toBeGreaterThanOrEqual(8);
  });

  test('only the given folders are searched, links are followed, each is found once', () => {
    const [any] = createInterpreters(clock, undefined)();
    if (any === undefined) throw new Error('no Python on this machine');
    symlinkSync(any.path, join(folder, 'python3'));
    symlinkSync(any.path, join(folder, `python3.${any.version[1]}`));
    expect(createInterpreters(clock, folder)()).toEqual([any]);
    expect(createInterpreters(clock, join(folder, 'nowhere'))()).toEqual([]);
  });

  test('what does not answer as a final CPython 3.8 or newer is passed over', () => {
    program('python3', 'exit 127');
    program('python3.6', `echo '["/x",[3,6,1],"final","cpython",true]'`);
    program('python3.9', 'echo nonsense');
    program('python3.10', `echo '["/x",[3,10,1],"final","pypy",true]'`);
    program('python3.15', `echo '["/x",[3,15,0],"alpha","cpython",true]'`);
    expect(createInterpreters(clock, folder)()).toEqual([]);
  });

  test('each is asked once, and again when it changed', () => {
    const answer = (patch: number, twice = '') =>
      program(
        'python3',
        `echo x >> ${folder}/asked\n${twice}echo '["/x",[3,11,${patch}],"final","cpython",true]'`,
      );
    const find = createInterpreters(clock, folder);
    answer(1);
    find();
    now += 60_000;
    expect(find()).toEqual([{ path: '/x', version: [3, 11, 1], makesVenvs: true }]);
    answer(22);
    expect(find()[0]?.version).toEqual([3, 11, 1]);
    now += 60_000;
    expect(find()[0]?.version).toEqual([3, 11, 22]);
  });
});
