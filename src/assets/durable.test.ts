import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linkOrCopy, removeTree, tryLink } from './durable.ts';

const memory = await stat('/dev/shm').catch(() => undefined);
const disk = await stat(tmpdir());

test.skipIf(memory === undefined || memory.dev === disk.dev)(
  'a file on another device is copied instead of linked, read-only like a link',
  async () => {
    const [from, to] = await Promise.all([folder('/dev/shm'), folder(tmpdir())]);
    await writeFile(join(from, 'a'), 'x');
    expect(await tryLink(join(from, 'a'), join(to, 'a'))).toBe(false);
    await linkOrCopy(join(from, 'a'), join(to, 'a'));
    expect(await readFile(join(to, 'a'), 'utf8')).toBe('x');
    expect((await stat(join(to, 'a'))).mode & 0o777).toBe(0o444);
    await expect(linkOrCopy(join(from, 'a'), join(to, 'a'))).rejects.toThrow('EEXIST');
  },
);

test('an existing name is refused, not replaced', async () => {
  const place = await folder(tmpdir());
  await writeFile(join(place, 'a'), 'a');
  await writeFile(join(place, 'b'), 'b');
  await expect(linkOrCopy(join(place, 'a'), join(place, 'b'))).rejects.toThrow('EEXIST');
  expect(await readFile(join(place, 'b'), 'utf8')).toBe('b');
});

async function folder(parent: string): Promise<string> {
  const made = await mkdtemp(join(parent, 'teal-durable-'));
  onTestFinished(() => removeTree(made));
  return made;
}
