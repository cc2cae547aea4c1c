import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isContainerName, segmentsOf } from './paths.ts';
import { body, expectRefusal, namesBelow, openRig } from './rig.suite.ts';

const refused = [
  ['', 'empty'],
  ['/etc/passwd', 'relative'],
  ['../up', "'..'"],
  ['a/../../up', "'..'"],
  ['a/./b', "'.'"],
  ['a//b', 'empty segments'],
  ['a/', 'empty segments'],
  ['a\0b', 'control'],
  ['a\nb', 'control'],
  ['a\\..\\b', "'\\'"],
  ['\ud800', 'Unicode'],
  ['x'.repeat(256), '255'],
  ['ü'.repeat(128), '255'],
  [`${'long/'.repeat(205)}x`, '1024'],
] as const;

test.each(refused)('%j is refused with its reason', async (path, reason) => {
  await expectRefusal((async () => segmentsOf(path))(), 'bad-argument', 'path is', reason);
});

test.each([
  'a',
  'a/b.c',
  '..a/...',
  'Modell größer/模型 🐣.bin',
  '%2e%2e/x',
  'C:/x',
  '-rf',
  '~',
  'x'.repeat(255),
])('%j is a path', (path) => {
  expect(segmentsOf(path).join('/')).toBe(path);
});

test('container names cannot be paths', () => {
  expect(['..', '.', '', 'a/b', 'A-B', '-ab', 'ab-', 'a', 'x'.repeat(64)].filter(isContainerName)).toEqual(
    [],
  );
  expect(['azureml-blobstore', 'abc', '0'.repeat(63)].every(isContainerName)).toBe(true);
});

const nasty = fc.constantFrom(
  '..',
  '.',
  '',
  '/',
  '\\',
  '\0',
  '~',
  '%2e%2e',
  ' ',
  '\ud800',
  'ü',
  'a',
  'b',
  'é',
);
const segment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({
      unit: fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 2 })),
      maxLength: 6,
    }),
  },
  { weight: 1, arbitrary: nasty },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 300 }).map((length) => 'y'.repeat(length)) },
);
const paths = fc.array(segment, { minLength: 1, maxLength: 6 }).map((segments) => segments.join('/'));

test('an accepted path is written inside its container, a refused one leaves nothing anywhere', async () => {
  const { home, assets, files } = await openRig();
  const top = join(home, '..');
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const container = await files.openContainer();
      const folder = join(assets, 'containers', container);
      const before = await namesBelow(top);
      const written = await files.write(container, path, body(path)).then(
        () => true,
        () => false,
      );
      const fresh = (await namesBelow(top)).filter((name) => !before.includes(name));
      if (!written) {
        expect(fresh).toEqual([]);
        return;
      }
      accepted += 1;
      const inside = relative(top, folder) + sep;
      expect(fresh.filter((name) => !name.startsWith(inside))).toEqual([]);
      expect(relative(folder, join(folder, path))).toBe(path);
      expect((await files.find(container, '')).map((blob) => blob.path)).toEqual([path]);
    }),
    { numRuns: 150 },
  );
  expect(accepted).toBeGreaterThan(10);
});

test('no path makes read, find or seal look outside', async () => {
  const { files } = await openRig();
  const container = await files.openContainer();
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      expect(await files.find(container, path)).toEqual([]);
      await expect(files.read(container, path)).rejects.toThrow(/path is|no blob/);
      await expect(files.seal(container, path)).rejects.toThrow(/path is|no file/);
    }),
    { numRuns: 150 },
  );
});
