import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inLanes } from './lanes.ts';
import { body, openRig } from './rig.suite.ts';

test('5,000 small files are written, found and sealed', async () => {
  const { files } = await openRig();
  const container = await files.openContainer();
  const paths = Array.from({ length: 5000 }, (_, index) => `m/${index % 50}/${index}.txt`);
  await inLanes(paths, (path) => files.write(container, path, body(path)));
  expect((await files.find(container, 'm/')).map(({ path }) => path)).toEqual(paths.sort());
  const tree = await files.seal(container, 'm');
  expect(tree.files).toBe(5000);
  expect(await files.seal(container, 'm')).toEqual(tree);
}, 60_000);

test('64 MB stream through without piling up', async () => {
  const { files, assets } = await openRig();
  const container = await files.openContainer();
  const incoming = join(assets, 'incoming');
  const chunk = 256 * 1024;
  const waiting: number[] = [];
  const big = async function* () {
    for (let sent = 0; sent < 64_000_000; sent += chunk) {
      // asked for the next piece: whatever was sent and is not on the disk is held in memory
      const [name] = await readdir(incoming);
      waiting.push(sent - (name === undefined ? 0 : (await stat(join(incoming, name))).size));
      yield Buffer.alloc(Math.min(chunk, 64_000_000 - sent), sent % 251);
    }
  };
  expect((await files.write(container, 'big', big())).size).toBe(64_000_000);
  expect(Math.max(...waiting)).toBe(0);
  let read = 0;
  let largest = 0;
  for await (const piece of (await files.read(container, 'big')).body) {
    read += piece.byteLength;
    largest = Math.max(largest, piece.byteLength);
  }
  expect({ read, largest }).toEqual({ read: 64_000_000, largest: chunk });
  expect((await files.seal(container, 'big')).bytes).toBe(64_000_000);
});
