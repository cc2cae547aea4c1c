import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { cgroupOf, confine, release } from './limits.ts';
import { storageError } from './storing.ts';

// An ordinary folder with the files of a delegated cgroup v2: what is written is seen, nothing is limited.
const parent = mkdtempSync(join(tmpdir(), 'teal-cgroup-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const limits = { memoryBytes: 1 << 30, cpus: 1.5 };

test('an instance with limits gets a cgroup with them', () => {
  writeFileSync(join(parent, 'cgroup.subtree_control'), 'cpuset cpu memory\n');
  const cgroup = cgroupOf(parent, 'i1', limits) ?? '';
  expect(confine(cgroup, 4711, limits)).toBeNull();
  const content = (name: string) => readFileSync(join(cgroup, name), 'utf8');
  expect(cgroup).toBe(join(parent, 'teal-i1'));
  expect(content('memory.max')).toBe(String(1 << 30));
  expect(content('cpu.max')).toBe('150000 100000');
  expect(content('cgroup.procs')).toBe('4711');
});

test('without limits there is neither cgroup nor notice', () => {
  const none = { memoryBytes: null, cpus: null };
  expect(cgroupOf(parent, 'i1', none)).toBeNull();
  expect(confine(null, 4711, none)).toBeNull();
});

test('where no cgroup can be used the notice says why', () => {
  expect(confine(null, 4711, limits)).toContain('this host has no cgroup v2');
  const missing = join(parent, 'missing', 'teal-i1');
  expect(confine(missing, 4711, limits)).toContain('ENOENT');
  release(missing);
});

test('an emptied cgroup is removed', () => {
  const cgroup = join(parent, 'teal-i2');
  mkdirSync(cgroup);
  release(cgroup);
  expect(() => readFileSync(cgroup)).toThrow('ENOENT');
});

test.skipIf(process.platform !== 'linux')('a full disk is told apart from other failures', () => {
  const failure = (run: () => void): unknown => {
    try {
      run();
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const full = failure(() => writeFileSync('/dev/full', 'x'));
  expect(storageError(full, 'i1')).toBeInstanceOf(DomainError);
  expect(storageError(full, 'i1')).toMatchObject({ code: 'storage-full' });
  const other = failure(() => writeFileSync(parent, 'x'));
  expect(storageError(other, 'i1')).toBe(other);
});
