import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blobstore } from './paths.ts';
import { again, body, killed, namesBelow, openRig, runApart, stage, textOf, until } from './rig.suite.ts';

const hours = (count: number) => ({ clock: { now: () => Date.now() + count * 3_600_000 } });

describe('the sweep', () => {
  test('removes staging containers that nobody sealed or wrote to for 24 hours', async () => {
    const rig = await openRig();
    const abandoned = await stage(rig, { 'a/b': 'x' });
    const sealed = await stage(rig, { 'a/b': 'x' });
    const { digest } = await rig.files.seal(sealed, 'a');
    await rig.files.write(blobstore, 'kept', body(''));
    await again(rig.home, hours(23)).sweep();
    expect(await containers()).toEqual([abandoned, sealed, blobstore].sort());
    await again(rig.home, hours(25)).sweep();
    expect(await containers()).toEqual([sealed, blobstore].sort());
    expect(await namesBelow(join(rig.assets, 'incoming'))).toEqual([]);
    expect(await rig.files.find(blobstore, '')).toHaveLength(1);
    expect(await rig.files.locate(digest)).toBeDefined();
    await expect(rig.files.write(abandoned, 'late', body(''))).rejects.toMatchObject({ code: 'not-found' });
    async function containers() {
      return (await readdir(join(rig.assets, 'containers'))).sort();
    }
  });

  test('leaves alone what this process is writing', async () => {
    const rig = await openRig(hours(25));
    const container = await rig.files.openContainer();
    const gate = Promise.withResolvers<void>();
    const slow = async function* () {
      yield Buffer.from('a');
      await gate.promise;
      yield Buffer.from('b');
    };
    const write = rig.files.write(container, 'x', slow());
    await until(async () => (await namesBelow(join(rig.assets, 'incoming'))).length > 0);
    await rig.files.sweep();
    gate.resolve();
    await write;
    expect(await textOf(rig.files.read(container, 'x'))).toBe('ab');
  });

  test('removes leftovers whose names tell nothing, and keeps trees', async () => {
    const rig = await openRig();
    const { digest } = await rig.files.seal(await stage(rig, { m: 'x' }), 'm');
    await writeFile(join(rig.assets, 'incoming', 'stray'), '');
    await writeFile(join(rig.assets, 'incoming', '999999999.5-stray'), '');
    await mkdir(join(rig.assets, 'trees', `${digest}.partial-999999999.5-x/root`), { recursive: true });
    await rig.files.sweep();
    expect(await namesBelow(join(rig.assets, 'incoming'))).toEqual([]);
    expect(await readdir(join(rig.assets, 'trees'))).toEqual([digest]);
  });
});

describe('a process that is killed', () => {
  test('while it writes leaves nothing that is visible or stays', async () => {
    const rig = await openRig();
    const container = await stage(rig, { before: '' });
    const child = runApart(
      rig.home,
      `async function* slow() {
        yield Buffer.alloc(100_000);
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      await files.write(${JSON.stringify(container)}, 'new/half', slow());`,
    );
    await until(async () => (await namesBelow(join(rig.assets, 'incoming'))).length > 0);
    await rig.files.sweep();
    expect(await namesBelow(join(rig.assets, 'incoming'))).toHaveLength(1);
    await killed(child);
    expect((await rig.files.find(container, '')).map(({ path }) => path)).toEqual(['before']);
    await rig.files.sweep();
    expect(await namesBelow(join(rig.assets, 'incoming'))).toEqual([]);
    await rig.files.write(container, 'new/half', body('whole'));
  });

  test('while it seals leaves a tree or none, and the next seal completes it', async () => {
    const rig = await openRig();
    const tree = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`m/${index % 20}/${index}`, `${index}`]),
    );
    const container = await stage(rig, tree);
    const trees = join(rig.assets, 'trees');
    const child = runApart(rig.home, `await files.seal(${JSON.stringify(container)}, 'm');`);
    await until(async () => (await readdir(trees)).length > 0);
    await killed(child);
    await rig.files.sweep();
    expect((await readdir(trees)).filter((name) => name.includes('.partial-'))).toEqual([]);
    const sealed = await rig.files.seal(container, 'm');
    expect(await readdir(trees)).toEqual([sealed.digest]);
    expect(await namesBelow(join(trees, sealed.digest, 'root'))).toHaveLength(400 + 20 + 1);
  });
});
