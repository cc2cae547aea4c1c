/** The list of endpoints in a real browser: what it shows, how it is filtered, walked over and kept fresh. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf } from '../../../src/sdk/files.ts';
import type { Teal as Sdk } from '../../../src/sdk/teal.ts';
import { rolesOf } from '../../support/processes.ts';
import { findings, type Opened, openStudio } from '../../support/studio.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
}, 300_000);
afterAll(() => opened?.studio?.close());

const list = (page: Page) => page.getByRole('grid', { name: 'Endpoints' });
const names = (page: Page) => list(page).getByRole('link').allTextContents();

test('without an endpoint the page says what one is and leads to the first', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/');
  expect(new URL(page.url()).pathname).toBe('/endpoints');
  await page.getByRole('heading', { name: 'No endpoints yet' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Create' }).click();
  await page.waitForURL('**/endpoints/new');
  expect(complaints).toEqual([]);
});

test('each endpoint has its state, split, authentication and compute; filters stay over a reload', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  await rolledOut(studio.sdk);
  const { page, complaints } = await studio.visit('/endpoints');
  const churn = list(page).getByRole('row', { name: /^churn / });
  await churn.getByText('Succeeded').waitFor();
  expect(await churn.getByRole('img', { name: 'blue 90 %, green 10 %' }).isVisible()).toBe(true);
  expect(await churn.getByRole('gridcell').allTextContents()).toEqual(
    expect.arrayContaining(['churn', 'Key', 'Managed', 'idle']),
  );
  expect(await names(page)).toEqual(['churn', 'churn-eu', 'prices']);

  await page.getByLabel('Name', { exact: true }).pressSequentially('churn');
  await list(page).getByRole('link', { name: 'prices' }).waitFor({ state: 'detached' });
  await page.getByLabel('Tag').fill('team=gr');
  await list(page).getByRole('link', { name: 'churn', exact: true }).waitFor({ state: 'detached' });
  expect(await names(page)).toEqual(['churn-eu']);
  await page.waitForURL('**/endpoints?name=churn&tag=team%3Dgr');
  await page.reload();
  await list(page).getByRole('link', { name: 'churn-eu' }).waitFor();
  expect(await names(page)).toEqual(['churn-eu']);
  expect(await page.getByLabel('Tag').inputValue()).toBe('team=gr');

  await page.getByLabel('Compute').selectOption('Kubernetes');
  await page.getByRole('button', { name: 'Show all' }).click();
  await list(page).getByRole('link', { name: 'prices' }).waitFor();
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('');
  expect(complaints).toEqual([]);
});

test('the keyboard alone sorts, walks and opens', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints');
  const title = list(page).getByRole('columnheader', { name: 'Name' });
  await title.getByRole('button').press('Enter');
  expect(await title.getAttribute('aria-sort')).toBe('descending');
  expect(await names(page)).toEqual(['prices', 'churn-eu', 'churn']);
  await list(page)
    .getByRole('row', { name: /^prices/ })
    .focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Home', 'End', 'ArrowUp']) {
    await page.keyboard.press(key);
  }
  await page.locator('[role=row]:focus', { hasText: 'churn-eu' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/endpoints/churn-eu/details');
  await page.goBack();
  await list(page).waitFor();
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Skip to the page' }).press('Enter');
  await page.locator('main:focus').waitFor();
  expect(complaints).toEqual([]);
});

test('what others change shows by itself, also after the connection was lost', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints');
  await studio.sdk.endpoints.put('late', { properties: { authMode: 'AMLToken' } });
  await list(page).getByRole('link', { name: 'late' }).waitFor();
  const { control } = await rolesOf(studio.teal);
  const supervisor = studio.teal.server.pid;
  // Held, so that nobody starts the control plane again before the page was seen without it.
  process.kill(supervisor, 'SIGSTOP');
  try {
    process.kill(control, 'SIGKILL');
    await page.getByText('The connection to Teal is lost.').waitFor();
    expect(await list(page).getByRole('link', { name: 'late' }).isVisible()).toBe(true);
  } finally {
    process.kill(supervisor, 'SIGCONT');
  }
  await page.getByText('The connection to Teal is lost.').waitFor({ state: 'detached' });
  await studio.sdk.endpoints.remove('late');
  await list(page).getByRole('link', { name: 'late' }).waitFor({ state: 'detached' });
});

test('a theme that was chosen is there the next time', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints', { theme: 'light' });
  const background = () =>
    page
      .locator('body')
      .evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).colorScheme);
  expect(await background()).toBe('light');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.locator('html[data-theme=dark]').waitFor();
  await page.reload();
  await list(page).waitFor();
  expect(await background()).toBe('dark');
  expect(complaints).toEqual([]);
});

test.for([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
  ['dark', 360],
] as const)(
  'axe finds nothing on the list, %s at %i pixels, and nothing hangs over',
  async ([theme, width], context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit('/endpoints', { theme, width });
    await page.getByRole('button', { name: 'Theme' }).waitFor();
    expect(await findings(page)).toEqual([]);
    const over = await page.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(over).toBe(0);
    expect(complaints).toEqual([]);
  },
);

/** Three endpoints; `churn` with two deployments that share its traffic. */
async function rolledOut(sdk: Sdk): Promise<void> {
  const code = await sdk.codes.upload({ name: 'code' }, folderOf('code', { 'score.py': '' }));
  const codeConfiguration = { codeId: code.id, scoringScript: 'score.py' };
  await sdk.endpoints.put('churn', { tags: { team: 'fraud' }, properties: { authMode: 'Key' } });
  await sdk.endpoints.put('churn-eu', { tags: { team: 'growth' }, properties: { authMode: 'AMLToken' } });
  await sdk.endpoints.put('prices', { properties: { authMode: 'AADToken' } });
  for (const name of ['blue', 'green']) {
    await sdk.deployments('churn').put(name, { properties: { instanceType: 'local', codeConfiguration } });
  }
  await sdk.endpoints.setTraffic('churn', { blue: 90, green: 10 });
}
