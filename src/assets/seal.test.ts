import { chmod, link, readdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blobstore } from './paths.ts';
import { again, body, expectRefusal, namesBelow, openRig, type Rig, stage, upload } from './rig.suite.ts';

const code = { 'src/score.py': 'run', 'src/lib/a.py': 'a', 'src/lib/b.py': 'b', other: 'not part of it' };

describe('sealing', () => {
  test('a folder keeps it whole, alone in its root and read-only', async () => {
    const rig = await openRig();
    const container = await stage(rig, code);
    const tree = await rig.files.seal(container, 'src');
    expect(tree).toMatchObject({ kind: 'folder', leaf: 'src', files: 3, bytes: 5 });
    expect(tree.digest).toMatch(/^[0-9a-f]{64}$/);
    const root = join(rig.assets, 'trees', tree.digest, 'root');
    expect(await rig.files.locate(tree.digest)).toEqual({ ...tree, root });
    expect(await readdir(root)).toEqual(['src']);
    expect(await namesBelow(root)).toEqual([
      'src',
      'src/lib',
      'src/lib/a.py',
      'src/lib/b.py',
      'src/score.py',
    ]);
    expect(await readFile(join(root, 'src/lib/b.py'), 'utf8')).toBe('b');
    expect(await modes(root, ['', 'src', 'src/lib', 'src/score.py', '../tree.json'])).toEqual([
      '555',
      '555',
      '555',
      '444',
      '444',
    ]);
  });

  test('a file lies in the root itself', async () => {
    const rig = await openRig();
    await upload(rig, blobstore, { 'LocalUpload/0a/model.pkl': 'weights' });
    const tree = await rig.files.seal(blobstore, 'LocalUpload/0a/model.pkl');
    expect(tree).toMatchObject({ kind: 'file', leaf: 'model.pkl', files: 1, bytes: 7 });
    const root = (await rig.files.locate(tree.digest))?.root ?? '';
    expect(await readdir(root)).toEqual(['model.pkl']);
    expect((await stat(join(root, 'model.pkl'))).mode & 0o777).toBe(0o444);
  });

  test('takes no room: the kept file is the uploaded one', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'm/x': 'x' });
    const { digest } = await rig.files.seal(container, 'm');
    const kept = await stat(join(rig.assets, 'trees', digest, 'root/m/x'));
    expect(kept.ino).toBe((await stat(join(rig.assets, 'containers', container, 'm/x'))).ino);
  });

  test('is idempotent, also after a restart and from another container', async () => {
    const rig = await openRig();
    const first = await rig.files.seal(await stage(rig, code), 'src');
    expect(await rig.files.seal(await stage(rig, code), 'src')).toEqual(first);
    const later = again(rig.home);
    expect(await later.locate(first.digest)).toMatchObject(first);
    expect(await readdir(join(rig.assets, 'trees'))).toEqual([first.digest]);
  });

  test('the same at once, in one and in several containers, ends in one tree', async () => {
    const rig = await openRig();
    const containers = await Promise.all([stage(rig, code), stage(rig, code), stage(rig, code)]);
    const other = again(rig.home);
    const sealed = await Promise.all(
      containers.flatMap((name) => [
        rig.files.seal(name, 'src'),
        other.seal(name, 'src'),
        rig.files.seal(name, 'src'),
      ]),
    );
    expect(new Set(sealed.map((tree) => JSON.stringify(tree))).size).toBe(1);
    expect(await readdir(join(rig.assets, 'trees'))).toEqual([sealed[0]?.digest]);
  });

  test('refuses what is not there, empty, or no file, and names it', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'a/b': '' });
    const inside = join(rig.assets, 'containers', container);
    const seal = (path: string, name = container) => rig.files.seal(name, path);
    for (const path of ['nothing', 'a/c', 'a/b/c'])
      await expectRefusal(seal(path), 'bad-argument', `"${path}"`);
    await expectRefusal(seal('a', 'unknown'), 'bad-argument', 'unknown');
    await expectRefusal(seal('../trees'), 'bad-argument', '../trees');
    await rm(join(inside, 'a/b'));
    await expectRefusal(seal('a'), 'bad-argument', '"a"', 'empty');
    await symlink('/etc/passwd', join(inside, 'a/link'));
    await expectRefusal(seal('a'), 'bad-argument', '"link"');
    await expectRefusal(seal('a/link'), 'bad-argument', '"a/link"');
    expect(await namesBelow(join(rig.assets, 'trees'))).toEqual([]);
  });

  test('refuses too many files and too many bytes', async () => {
    const rig = await openRig({ maxTreeFiles: 3, maxTreeBytes: 10 });
    const container = await stage(rig, {
      'n/1': '',
      'n/2': '',
      'n/m/3': '',
      'b/1': '123456',
      'b/2': '78901',
    });
    expect((await rig.files.seal(container, 'n')).files).toBe(3);
    await rig.files.write(container, 'n/4', body(''));
    await expectRefusal(rig.files.seal(container, 'n'), 'too-large', 'more than 3 files');
    await expectRefusal(rig.files.seal(container, 'b'), 'too-large', '11 bytes', '10');
  });
});

describe('the digest', () => {
  const name = fc.stringMatching(/^[a-cü]{1,2}$/);
  const trees = fc.dictionary(
    fc.array(name, { minLength: 1, maxLength: 2 }).map((parts) => `m/${parts.join('/')}.x`),
    fc.string({ maxLength: 4 }),
    { minKeys: 1, maxKeys: 5 },
  );

  test('does not depend on the order and the times of writing', async () => {
    const rig = await openRig();
    await fc.assert(
      fc.asyncProperty(trees, fc.infiniteStream(fc.nat()), async (tree, keys) => {
        const shuffled = Object.entries(tree)
          .map((entry) => ({ entry, key: keys.next().value }))
          .sort((one, other) => one.key - other.key)
          .map(({ entry }) => entry);
        const container = await stage(rig, Object.fromEntries(shuffled));
        for (const path of Object.keys(tree)) {
          await utimes(join(rig.assets, 'containers', container, path), 1, keys.next().value % 1e9);
        }
        expect((await sealed(rig, tree)).digest).toBe((await rig.files.seal(container, 'm')).digest);
      }),
      { numRuns: 30 },
    );
  });

  test('differs whenever a name or a byte differs', async () => {
    const rig = await openRig();
    await fc.assert(
      fc.asyncProperty(trees, trees, async (one, other) => {
        const same =
          JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect((await sealed(rig, one)).digest === (await sealed(rig, other)).digest).toBe(same);
      }),
      { numRuns: 30 },
    );
  });

  test('tells apart what looks alike when it is only joined', async () => {
    const rig = await openRig();
    const alike = [
      { 'm/a': 'bc' },
      { 'm/ab': 'c' },
      { 'm/a': 'b', 'm/c': '' },
      { 'm/a': '', 'm/b': 'c' },
      { 'm/a/b': 'c' },
      { m: 'bc' },
    ];
    const digests = await Promise.all(alike.map(async (tree) => (await sealed(rig, tree)).digest));
    const renamed = await rig.files.seal(await stage(rig, { 'n/a': 'bc' }), 'n');
    expect(new Set([...digests, renamed.digest]).size).toBe(7);
  });

  test('stays what it was in earlier versions', async () => {
    const rig = await openRig();
    expect((await sealed(rig, { 'm/a': 'b', 'm/ü/c': '' })).digest).toBe(
      '388292990b030b9e132bb38f160a66951accc73b48abca5ad08b5e01210d6462',
    );
  });

  async function sealed(rig: Rig, tree: Readonly<Record<string, string>>) {
    return rig.files.seal(await stage(rig, tree), 'm');
  }
});

describe('locating', () => {
  test('finds nothing under what is no digest or not kept', async () => {
    const { files } = await openRig();
    for (const digest of ['', '..', '0'.repeat(63), '0'.repeat(64), `${'0'.repeat(60)}/../`]) {
      expect(await files.locate(digest)).toBeUndefined();
    }
  });

  test('notices that a tree was taken away, and a new seal brings it back', async () => {
    const rig = await openRig();
    const container = await stage(rig, code);
    const { digest } = await rig.files.seal(container, 'src');
    const root = (await rig.files.locate(digest))?.root ?? '';
    await chmod(root, 0o755);
    await chmod(join(root, 'src'), 0o755);
    await chmod(join(root, 'src/lib'), 0o755);
    await rm(join(root, 'src'), { recursive: true });
    expect(await rig.files.locate(digest)).toBeUndefined();
    await rig.files.seal(container, 'src');
    expect(await rig.files.locate(digest)).toMatchObject({ digest, files: 3 });
    expect(await readdir(join(rig.assets, 'trees'))).toEqual([digest]);
  });

  test('a file that has more names elsewhere is sealed like any other', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'm/a': 'x' });
    const inside = join(rig.assets, 'containers', container, 'm');
    await link(join(inside, 'a'), join(inside, 'b'));
    expect(await rig.files.seal(container, 'm')).toMatchObject({ files: 2, bytes: 2 });
  });
});

async function modes(root: string, paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map(async (path) => ((await stat(join(root, path))).mode & 0o777).toString(8)));
}
