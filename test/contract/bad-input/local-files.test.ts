/** Folders and YAML files of this machine that the command line does not take. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../../support/az.ts';
import { startTeal, type Teal } from '../../support/teal.ts';

let teal: Teal;
let az: Az;
const folder = temporaryFolder('local-files');
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(async () => {
  teal = await startTeal();
  az = azOn(teal);
  mkdirSync(join(folder, 'model'));
  file('model/a.bin', 'a');
});
afterAll(() => teal?.close());

async function refused(words: readonly string[], ...says: string[]): Promise<void> {
  const { code, stdout, stderr } = await az.run(...words);
  expect([code, stdout]).toEqual([1, '']);
  for (const one of says) expect(stderr).toContain(one);
  expect(stderr).not.toMatch(/node:|at .*\.ts:/);
}

test('a model whose folder has a link that leads out: its name and target, and nothing is registered', async () => {
  file('secret.txt', 'secret');
  symlinkSync('../secret.txt', join(folder, 'model', 'notes.txt'));
  const words = ['ml', 'model', 'create', '-n', 'leaks', '-p', join(folder, 'model')];
  await refused(words, 'notes.txt', '../secret.txt', 'outside');
  expect((await az.run('ml', 'model', 'list')).stdout).toBe('[]\n');
});

/** Nine times nine times nine … */
const laughs = (top: string) =>
  `${Array.from({ length: 20 }, (_, at) =>
    at === 0
      ? 'a0: &a0 [x, x]'
      : `a${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(', ')}]`,
  ).join('\n')}\n${top}`;

describe('a YAML file', () => {
  test.each([
    ['with aliases that explode', laughs('name: x\npath: model\n'), 'alias'],
    ['with an alias of nothing', 'name: *nobody\npath: model\n', 'nobody'],
    ['that nests for ever', `name: ${'['.repeat(50_000)}`, 'not valid YAML'],
    ['with a key twice', 'name: x\nname: y\npath: model\n', 'unique'],
    ['with an unknown field', 'name: x\npath: model\ntag: {}\n', 'tag: is not a known field'],
    ['that is a list', '- name: x\n', 'map of fields'],
  ])('%s', (what, text, says) =>
    refused(['ml', 'model', 'create', '-f', file(`${what.replaceAll(' ', '-')}.yml`, text)], says),
  );

  test('for conda whose aliases explode', async () => {
    const conda = file('conda.yml', laughs('dependencies: *a19\n'));
    const env = file('env.yml', `name: laughs\nimage: i\nconda_file: ${conda}\n`);
    await refused(['ml', 'environment', 'create', '-f', env], 'conda.yml', 'alias');
  });
});
