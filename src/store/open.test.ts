import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from './open.ts';
import { fill } from './rows.suite.ts';
import { storeSuite } from './store.suite.ts';

const exec = promisify(execFile);

storeSuite('SQLite in memory', async () => {
  const store = await openStore(':memory:');
  return { store, again: 'memory is gone when it is closed', close: () => store.close() };
});

storeSuite('SQLite in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const path = join(folder, 'teal.db');
  const store = await openStore(path);
  return {
    store,
    again: () => openStore(path),
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('opening a database file', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    path = join(folder, 'teal.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const made = async () => {
    const store = await openStore(path);
    await fill(store.rows);
    await store.close();
    return (await stat(path)).size;
  };
  const refusedUntouched = async (error: object) => {
    const before = await readFile(path);
    await expect(openStore(path)).rejects.toMatchObject(error);
    expect(before.equals(await readFile(path))).toBe(true);
  };
  const broken = () => ({ code: 'unavailable', message: expect.stringContaining(path) });

  test.each([
    ['garbage', Buffer.alloc(10_000, 'garbage ')],
    ['a few bytes', Buffer.from('teal')],
    ['a header without a database', Buffer.from('SQLite format 3\0 and nothing else')],
  ])('that holds %s is refused and left alone', async (_, bytes) => {
    await writeFile(path, bytes);
    await refusedUntouched(broken());
  });

  test.each([0.25, 0.5, 0.95])('cut to %d of its size is refused and left alone', async (part) => {
    const size = await made();
    await truncate(path, Math.floor(size * part));
    await refusedUntouched(broken());
  });

  test('cut in the middle of its first page is refused and left alone', async () => {
    await made();
    await truncate(path, 1000);
    await refusedUntouched(broken());
  });

  test('with pages overwritten is refused and left alone', async () => {
    await made();
    const bytes = await readFile(path);
    bytes.fill('garbage ', 4096, 4096 * 8);
    await writeFile(path, bytes);
    await refusedUntouched(broken());
  });

  test('whose place is a folder is refused', async () => {
    await expect(openStore(folder)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(folder),
    });
  });

  test('whose folder is not there is refused', async () => {
    path = join(folder, 'none', 'teal.db');
    await expect(openStore(path)).rejects.toMatchObject(broken());
  });

  test('of a newer Teal is refused and left alone', async () => {
    await made();
    const sqlite = new Database(path);
    sqlite.pragma('user_version = 1000');
    sqlite.close();
    await refusedUntouched({ code: 'unsupported', message: expect.stringContaining('schema version 1000') });
  });

  test('by several processes at once gives each of them a store', async () => {
    const module = new URL('./open.ts', import.meta.url);
    const script = `import { openStore } from '${module}';
      const store = await openStore(process.argv[1]);
      await store.change((rows) => rows.settings.set(String(process.pid), 'here'));
      await store.close();`;
    const run = () =>
      exec(process.execPath, ['--input-type=module', '-e', script, path], { timeout: 120_000 });
    const children = Array.from({ length: 4 }, run);
    const pids = children.map(({ child }) => String(child.pid));
    await Promise.all(children);
    const store = await openStore(path);
    for (const pid of pids) expect(await store.rows.settings.get(pid)).toBe('here');
    await store.close();
  });

  test('that somebody else writes to is busy, not broken', async () => {
    const store = await openStore(path);
    const other = await openStore(path);
    const work = store.change(async (rows) => {
      await rows.settings.get('a');
      await other.rows.settings.set('a', '1');
      await rows.settings.set('a', '2');
    });
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    expect(await store.rows.settings.get('a')).toBe('1');
    for (const one of [store, other]) await one.close();
  });

  test('that another process died with finds what was confirmed', async () => {
    const store = await openStore(path);
    await store.change((rows) => fill(rows));
    const copy = join(folder, 'copy.db');
    for (const end of ['', '-wal']) await copyFile(path + end, copy + end);
    await store.close();
    const found = await openStore(copy);
    expect(await found.rows.endpoints.list()).toHaveLength(1);
    await found.close();
  });
});
