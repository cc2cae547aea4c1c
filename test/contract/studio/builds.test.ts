/** Builds of environments in a real browser: followed while they run, and what to do when one fails. */
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, type Opened, openStudio } from '../../support/studio.ts';
import { codeIn, playedBy } from './endpoint-rig.ts';

let opened: Opened;
let packages: Server;
/** Downloads that wait, until nothing waits any more. */
const held: ServerResponse[] = [];
let isReleased = false;

beforeAll(async () => {
  packages = createServer((_request, response) => {
    held.push(response);
    if (isReleased) release();
  });
  await new Promise<void>((listening) => packages.listen(0, '127.0.0.1', listening));
  opened = await openStudio();
  if (opened.studio === undefined) return;
  const { sdk } = opened.studio;
  const url = `http://127.0.0.1:${(packages.address() as AddressInfo).port}/held-1.0-py3-none-any.whl`;
  const condaFile = `dependencies:\n  - python=3.11\n  - pip:\n      - held @ ${url}\n`;
  const { id } = await sdk.environments.put(
    { name: 'held', version: '1' },
    { properties: { image: 'any', condaFile } },
  );
  await sdk.endpoints.put('churn', { properties: { authMode: 'Key' } });
  const { properties } = playedBy(await codeIn(sdk));
  await sdk
    .deployments('churn')
    .put('blue', { properties: { ...properties, environmentId: id } }, { wait: false });
}, 300_000);

afterAll(async () => {
  await opened?.studio?.close();
  packages?.closeAllConnections();
  packages?.close();
});

/** Nothing is there: the build that asked for it fails. */
function release(): void {
  isReleased = true;
  for (const response of held.splice(0)) response.writeHead(404).end();
}

test('a build is found from the tray, followed to its failure, searched and saved', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints');
  await expect.poll(() => held.length, { timeout: 60_000 }).toBeGreaterThan(0);
  await page.getByRole('button', { name: /^Operations/ }).click();
  await page.getByRole('link', { name: 'Build log' }).click();
  await page.getByRole('heading', { level: 1, name: 'held' }).waitFor();
  const build = page.getByRole('region', { name: 'Build on this machine' });
  await build.getByText('Building', { exact: true }).waitFor();
  const log = page.getByRole('region', { name: 'Build log of held, version 1' });
  const first = log.locator('time').first();
  expect(await first.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/);
  // In Berlin no hour is that of UTC.
  expect(await first.innerText()).not.toContain((await first.getAttribute('dateTime'))?.slice(11, 16));

  release();
  await build.getByText('Failed', { exact: true }).waitFor();
  await build.getByText('It could not be built.').waitFor();
  await build.getByText(/New version above begins with this one/).waitFor();
  await log.getByText(/404/).first().waitFor();
  await build.getByLabel('Search the log').fill('404');
  await log.getByText(/^python/).waitFor({ state: 'detached' });
  const saving = page.waitForEvent('download');
  await build.getByRole('button', { name: 'Download' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('held-1-build.log');
  expect(readFileSync(await saved.path(), 'utf8')).toContain('404');
  expect(complaints).toEqual([]);

  await page.getByRole('link', { name: 'churn / blue' }).click();
  await page
    .getByRole('article', { name: 'blue' })
    .getByText('The environment could not be built', { exact: true })
    .waitFor();
  await page.getByRole('button', { name: /^Operations/ }).click();
  await page.getByRole('link', { name: 'See what its build said' }).waitFor();
});

test('a curated environment has its build, too', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/environments/minimal-py311-inference?of=curated');
  await page
    .getByText('azureml://registries/azureml/environments/minimal-py311-inference/versions/1')
    .waitFor();
  await page.getByRole('region', { name: 'Build on this machine' }).waitFor();
  expect(complaints).toEqual([]);
});

test.for(['light', 'dark'] as const)(
  'axe finds nothing beside a failed build, %s',
  async (theme, context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const width = theme === 'dark' ? 360 : 1280;
    const { page } = await studio.visit('/environments/held', { theme, width });
    await page.getByText('It could not be built.').waitFor();
    expect(await findings(page)).toEqual([]);
  },
);
