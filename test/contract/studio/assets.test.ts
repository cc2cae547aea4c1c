/** Models and environments in a real browser: registered, looked at, saved, put away. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../architecture/sources.ts';
import { findings, type Opened, openStudio } from '../../support/studio.ts';

const conda = 'dependencies:\n  - python=3.11\n  - pip:\n      - scikit-learn==1.5.1\n';
const example = join(root, 'examples/safe-rollout/model-1');

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
}, 300_000);
afterAll(() => opened?.studio?.close());

test('a folder is registered as a model; its files can be saved; it is put away and back', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/models');
  await page.getByText('No models yet').waitFor();
  await page.getByRole('button', { name: 'Register' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Files folder').setInputFiles(example);
  await form.getByText('model-1, a folder of 3 files').waitFor();
  await form.getByLabel('Name').fill('-iris');
  await form.getByText('must start with a letter or digit').waitFor();
  expect(await form.getByRole('button', { name: 'Register' }).isDisabled()).toBe(true);
  await form.getByLabel('Name').fill('iris');
  await form.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { level: 1, name: 'iris' }).waitFor();
  const files = await studio.sdk.models.files({ name: 'iris', version: '1' }).all();
  expect(files.map(({ path }) => path)).toContain('model-1/model/regression.pkl');

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download model-1/onlinescoring/score.py' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('score.py');
  expect(readFileSync(await saved.path(), 'utf8')).toBe(
    readFileSync(join(example, 'onlinescoring/score.py'), 'utf8'),
  );

  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Restore' }).waitFor();
  expect((await studio.sdk.models.container('iris')).properties.isArchived).toBe(true);
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('button', { name: 'Archive' }).waitFor();
  // A browser tells of each 404: the name was asked for its next version, and was new.
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

test('a version that exists is refused in the words of the service, and what was typed stays', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/environments');
  await page.getByRole('button', { name: 'Register' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('sk');
  await form.getByRole('textbox', { name: 'Conda file' }).fill(conda);
  await form.getByRole('button', { name: 'Register' }).click();
  await page.getByRole('heading', { level: 1, name: 'sk' }).waitFor();
  const { properties } = await studio.sdk.environments.get({ name: 'sk', version: '1' });
  expect(properties.condaFile).toBe(conda);

  await page.getByRole('button', { name: 'New version' }).click();
  await form.getByLabel('Version').fill('1');
  await form.getByRole('textbox', { name: 'Conda file' }).fill(`${conda}# more\n`);
  await form.getByRole('button', { name: 'Register' }).click();
  await form.getByText(/sk.+version '1'/).waitFor();
  expect(await form.getByRole('textbox', { name: 'Conda file' }).inputValue()).toBe(`${conda}# more\n`);
  await form.getByLabel('Version').fill('');
  await form.getByRole('button', { name: 'Register' }).click();
  await form.waitFor({ state: 'detached' });
  expect((await studio.sdk.environments.get({ name: 'sk', version: '2' })).name).toBe('2');
});

const places = ['/models', '/models/iris', '/environments', '/environments?show=curated', '/environments/sk'];

test.for(places.flatMap((path) => (['light', 'dark'] as const).map((theme) => ({ path, theme }))))(
  'axe finds nothing at $path, $theme',
  async ({ path, theme }, context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit(path, { theme, width: theme === 'dark' ? 360 : 1280 });
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
