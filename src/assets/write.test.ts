import { spawnSync } from 'node:child_process';
import { mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blobstore } from './paths.ts';
import {
  body,
  expectRefusal,
  namesBelow,
  openRig,
  printed,
  runApart,
  stage,
  textOf,
  upload,
} from './rig.suite.ts';

describe('writing a blob', () => {
  test('keeps the bytes and says the same of them at every door', async () => {
    const { files, assets } = await openRig();
    const container = await files.openContainer();
    const written = await files.write(container, 'code/score.py', body('def ', 'run(): ...'));
    const { properties } = await files.read(container, 'code/score.py');
    expect(properties).toEqual(written);
    expect(written.size).toBe(14);
    expect(await files.find(container, '')).toEqual([{ path: 'code/score.py', properties: written }]);
    expect(await textOf(files.read(container, 'code/score.py'))).toBe('def run(): ...');
    expect((await stat(join(assets, 'containers', container, 'code/score.py'))).mode & 0o777).toBe(0o444);
    expect(await namesBelow(join(assets, 'incoming'))).toEqual([]);
  });

  test('takes an empty body, empty chunks and the container that is always there', async () => {
    const { files } = await openRig();
    expect((await files.write(blobstore, 'empty', body())).size).toBe(0);
    expect((await files.write(blobstore, 'thin', body('', 'a', ''))).size).toBe(1);
  });

  test('refuses to overwrite and leaves the first as it was', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'a/b': 'first' });
    await expectRefusal(rig.files.write(container, 'a/b', body('second')), 'exists', 'a/b');
    expect(await textOf(rig.files.read(container, 'a/b'))).toBe('first');
  });

  test('of many writers of one blob exactly one wins', async () => {
    const rig = await openRig();
    const container = await rig.files.openContainer();
    const writers = Array.from({ length: 8 }, (_, index) =>
      rig.files.write(container, 'deep/er/x', body(`${index}`)),
    );
    const ended = await Promise.allSettled(writers);
    const winner = ended.findIndex((end) => end.status === 'fulfilled');
    expect(ended.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    expect(ended.filter((end) => end.status === 'rejected' && end.reason.code === 'exists')).toHaveLength(7);
    expect(await textOf(rig.files.read(container, 'deep/er/x'))).toBe(`${winner}`);
  });

  test('refuses a file where a folder is and a folder where a file is', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'a/b': '', c: '' });
    await expectRefusal(rig.files.write(container, 'a', body('')), 'conflict', '"a"', 'folder');
    await expectRefusal(rig.files.write(container, 'c/d/e', body('')), 'conflict', '"c"', 'file');
    expect((await rig.files.find(container, '')).map(({ path }) => path)).toEqual(['a/b', 'c']);
  });

  test('two writers that disagree on what is a folder do not both win', async () => {
    const rig = await openRig();
    const container = await rig.files.openContainer();
    const pair = ['x', 'x/y'].map((path) => rig.files.write(container, path, body(path)));
    const ended = await Promise.allSettled(pair);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ended.find((end) => end.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
  });

  test('does not follow a link that somebody put into a container', async () => {
    const { files, assets, home } = await openRig();
    const container = await files.openContainer();
    await mkdir(join(home, 'elsewhere'));
    await symlink(join(home, 'elsewhere'), join(assets, 'containers', container, 'out'));
    await expectRefusal(files.write(container, 'out/x', body('x')), 'conflict');
    await expectRefusal(files.read(container, 'out'), 'not-found');
    expect(await files.find(container, '')).toEqual([]);
    expect(await namesBelow(join(home, 'elsewhere'))).toEqual([]);
  });

  test('refuses containers that were not opened', async () => {
    const { files } = await openRig();
    for (const container of ['nobody', '..', '', 'trees/x']) {
      await expectRefusal(files.write(container, 'a', body('')), 'not-found', 'container');
      await expectRefusal(files.find(container, ''), 'not-found');
      await expectRefusal(files.read(container, 'a'), 'not-found');
    }
  });
});

describe('a broken upload leaves nothing', () => {
  test('when the body is over the limit', async () => {
    const { files, assets } = await openRig({ maxFileBytes: 10 });
    const container = await files.openContainer();
    await files.write(container, 'fits', body('12345', '67890'));
    const before = await namesBelow(assets);
    await expectRefusal(
      files.write(container, 'new/big', body('12345', '678901')),
      'too-large',
      'new/big',
      '10 bytes',
    );
    expect(await namesBelow(assets)).toEqual(before);
  });

  test('when the body breaks off', async () => {
    const { files, assets } = await openRig();
    const container = await files.openContainer();
    const before = await namesBelow(assets);
    const broken = async function* () {
      yield Buffer.from('half');
      throw new Error('connection reset');
    };
    await expect(files.write(container, 'new/half', broken())).rejects.toThrow('connection reset');
    expect(await namesBelow(assets)).toEqual(before);
  });

  const mount = ['unshare', '--user', '--map-root-user', '--mount'];
  const canMount =
    spawnSync('unshare', [...mount.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

  test.skipIf(!canMount)('when the disk is full', async () => {
    const { home } = await openRig();
    await mkdir(home);
    const script = `
      import { readdirSync } from 'node:fs';
      const container = await files.openContainer();
      await files.write(container, 'small', [Buffer.alloc(1000)]);
      const chunks = Array.from({ length: 40 }, () => Buffer.alloc(65536));
      const code = await files.write(container, 'new/big', chunks).then(() => 'written', (cause) => cause.code);
      const left = readdirSync(${JSON.stringify(join(home, 'assets/incoming'))});
      const found = (await files.find(container, '')).map(({ path }) => path);
      console.log(JSON.stringify({ code, left, found }));`;
    const through = [...mount, 'sh', '-c', `mount -t tmpfs -o size=1m tmpfs '${home}' && exec "$@"`, 'sh'];
    expect(JSON.parse(await printed(runApart(home, script, through)))).toEqual({
      code: 'storage-full',
      left: [],
      found: ['small'],
    });
  });
});

describe('finding blobs', () => {
  test('is by the beginning of the path, sorted', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'b/2': '', 'b/10': '', a: '', 'b-c': '', 'b/d/e': '', 'bé/ü': '' });
    const find = async (prefix: string) => (await rig.files.find(container, prefix)).map(({ path }) => path);
    expect(await find('')).toEqual(['a', 'b-c', 'b/10', 'b/2', 'b/d/e', 'bé/ü']);
    expect(await find('b/')).toEqual(['b/10', 'b/2', 'b/d/e']);
    expect(await find('b')).toEqual(['b-c', 'b/10', 'b/2', 'b/d/e', 'bé/ü']);
    expect(await find('b/d')).toEqual(['b/d/e']);
    expect(await find('b/d/e')).toEqual(['b/d/e']);
    for (const none of ['z', 'b/d/e/', 'a/x', '../', 'b//', '/', 'b/./d'])
      expect(await find(none)).toEqual([]);
  });

  test('a missing blob and a folder are not found', async () => {
    const rig = await openRig();
    const container = await stage(rig, { 'a/b': '' });
    for (const path of ['a', 'a/c', 'a/b/c'])
      await expectRefusal(rig.files.read(container, path), 'not-found', path);
  });
});

test('containers are apart from one another and there again after a restart', async () => {
  const rig = await openRig();
  const [one, other] = [await stage(rig, { x: '1' }), await stage(rig, { x: '2' })];
  await upload(rig, blobstore, { x: '3' });
  expect(await Promise.all([one, other, blobstore].map((name) => textOf(rig.files.read(name, 'x'))))).toEqual(
    ['1', '2', '3'],
  );
  expect(await readFile(join(rig.assets, 'containers', one, 'x'), 'utf8')).toBe('1');
});
