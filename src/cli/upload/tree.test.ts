import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ignoreOf } from '../../sdk-node/ignore.ts';
import { temporaryFolder } from '../testing/temporary.suite.ts';
import { contentHash } from './hash.ts';
import { treeOf } from './tree.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder('tree'), 'code');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('what is uploaded of a folder', () => {
  test('all files, sorted without regard to case, caches and repositories left out', () => {
    const tree = treeOf(
      folderWith({ 'b.py': 'b', 'A.py': 'aa', 'sub/c.txt': '', '__pycache__/x.pyc': 'x', '.git/HEAD': 'x' }),
      'code',
    );
    expect(tree.files.map(({ path }) => path)).toEqual(['A.py', 'b.py', 'sub/c.txt']);
    expect([tree.kind, tree.leaf, tree.bytes]).toEqual(['folder', 'code', 3]);
  });

  test('.amlignore wins over .gitignore', () => {
    const tree = treeOf(
      folderWith({ '.amlignore': '*.log\n', '.gitignore': '*.py\n', 'a.py': '', 'a.log': '', 'd/b.log': '' }),
      'code',
    );
    expect(tree.files.map(({ path }) => path)).toEqual(['a.py']);
  });

  test('links are followed, and a link to a folder above does not go round', () => {
    const folder = folderWith({ 'a.py': 'x' });
    symlinkSync(join(folder, 'a.py'), join(folder, 'b.py'));
    symlinkSync(folder, join(folder, 'loop'));
    expect(treeOf(folder, 'code').files.map(({ path }) => path)).toEqual(['a.py', 'b.py']);
    const beside = join(folder, '..', 'link-to-code');
    symlinkSync('code', beside);
    expect(treeOf(beside, 'code').files).toHaveLength(2);
  });

  test.each([
    ['a file outside', '../secret.txt', 'which is outside of'],
    ['a folder outside', '..', 'which is outside of'],
    ['an absolute path', '/etc/hostname', 'which is outside of'],
    ['a neighbour whose name begins alike', '../code-2/x', 'which is outside of'],
    ['nothing', 'nowhere', 'which does not exist'],
    ['itself', 'link', 'which does not exist'],
  ])('a link to %s is refused with its name and target', (_what, target, why) => {
    const folder = folderWith({ 'a.py': 'x', 'deep/b.py': 'y' });
    writeFileSync(join(folder, '..', 'secret.txt'), 'secret');
    mkdirSync(join(folder, '..', 'code-2'));
    writeFileSync(join(folder, '..', 'code-2', 'x'), 'x');
    symlinkSync(target, join(folder, 'link'));
    expect(() => treeOf(folder, 'model.path')).toThrow(
      `model.path: the link link leads to ${target}, ${why}`,
    );
    writeFileSync(join(folder, '.amlignore'), 'link\n');
    expect(treeOf(folder, 'model.path').files).toHaveLength(2);
  });

  test('a hard link is a file like any other', () => {
    const folder = folderWith({ 'a.py': 'x' });
    writeFileSync(join(folder, '..', 'big.bin'), 'weights');
    linkSync(join(folder, '..', 'big.bin'), join(folder, 'big.bin'));
    expect(treeOf(folder, 'code').bytes).toBe(8);
  });

  test('a single file is itself', () => {
    const folder = folderWith({ 'model.pkl': 'xyz' });
    expect(treeOf(join(folder, 'model.pkl'), 'model.path')).toMatchObject({
      kind: 'file',
      leaf: 'model.pkl',
      bytes: 3,
    });
  });

  test('nothing there and nothing in it are refused with the field', () => {
    expect(() => treeOf('/nowhere/at/all', 'model.path')).toThrow(
      'model.path: the path /nowhere/at/all does not exist',
    );
    const folder = folderWith({ '__pycache__/x.pyc': 'x' });
    expect(() => treeOf(folder, 'code')).toThrow('holds no files');
  });

  test('the name of `.` is that of the folder', () => {
    const folder = folderWith({ a: '' });
    expect(treeOf(`${folder}/.`, 'model.path').leaf).toBe('code');
    expect(treeOf(`${folder}/`, 'model.path').leaf).toBe('code');
  });
});

test('the content hash is that of version 202208', async () => {
  const folder = folderWith({ 'b.py': 'bb', 'A/c.py': 'c' });
  const expected = createHash('sha256').update('2#A/c.py#1#b.py#2cbb').digest('hex');
  expect(await contentHash(treeOf(folder, 'code'))).toBe(expected);
});

test.each([
  ['*.log', 'd/a.log', true],
  ['/a.log', 'd/a.log', false],
  ['/a.log', 'a.log', true],
  ['d/', 'd', true],
  ['d/*.txt', 'd/a.txt', true],
  ['d/*.txt', 'd/e/a.txt', false],
  ['**/e', 'd/e', true],
  ['d/**', 'd/e/f', true],
  ['a?.py', 'ab.py', true],
  ['a[0-9].py', 'a1.py', true],
  ['*\n!keep.me', 'keep.me', false],
  ['# a\n', '# a', false],
  ['a.b', 'aXb', false],
])('the pattern %j on %s', (patterns, path, ignored) => {
  expect(ignoreOf(patterns)(path, patterns.endsWith('/'))).toBe(ignored);
});
