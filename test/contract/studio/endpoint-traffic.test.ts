/** The Update traffic dialog, in a real browser against a real Teal. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findings, type Opened, openStudio, type Studio } from '../../support/studio.ts';
import { churnIn, openTraffic, playedBy } from './endpoint-rig.ts';

let opened: Opened;
let code: string;
beforeAll(async () => {
  opened = await openStudio();
  if (opened.studio !== undefined) code = await churnIn(opened.studio.sdk);
}, 300_000);
afterAll(() => opened?.studio?.close());
beforeEach(async () => {
  const endpoints = opened.studio?.sdk.endpoints;
  await endpoints?.update('churn', {
    properties: { traffic: { blue: 100, green: null }, mirrorTraffic: { green: null } },
  });
});

const splitOf = async ({ sdk }: Studio) => {
  const { traffic, mirrorTraffic } = (await sdk.endpoints.get('churn')).properties;
  return { traffic, mirrorTraffic };
};
const details = async (studio: Studio) => {
  const { page, complaints } = await studio.visit('/endpoints/churn/details');
  return { page, complaints, ...(await openTraffic(page)) };
};
const focused = (page: Page) => page.locator(':focus');

test('a canary is explained, applied, and in force with a table that every worker runs', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints, dialog, live, apply } = await details(studio);
  await dialog.getByText('Nothing: this is how it is set now.').waitFor();
  await dialog.getByRole('button', { name: '10 % to green' }).click();
  expect([await live('blue').inputValue(), await live('green').inputValue()]).toEqual(['90', '10']);
  await dialog.getByText('green will get 10 % of live requests; blue 90 %.').waitFor();
  await dialog.getByLabel('Reason (optional)').fill('p99 of green is fine');
  await apply.click();
  await dialog
    .getByText(/At .+ the last of them had confirmed the new routing table \(version \d+\)/)
    .waitFor();
  await dialog.getByText('Traffic is now: blue 90 %, green 10 %.').waitFor();
  expect(await splitOf(studio)).toEqual({ traffic: { blue: 90, green: 10 }, mirrorTraffic: {} });
  const [newest] = await studio.sdk.endpoints.history('churn', { top: 1 }).all();
  expect(newest?.properties.reason).toBe('p99 of green is fine');
  await dialog.getByRole('button', { name: 'Close' }).and(focused(page)).waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('green gets 10 % of live requests.').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('a total of 90 and a mirror of 60 are refused beside their fields, and nothing is sent or lost', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, dialog, live, apply } = await details(studio);
  const changes: string[] = [];
  page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.url()));
  await live('blue').fill('90');
  await dialog.getByText('The total is 90 %; 10 % is missing.').waitFor();
  await dialog.getByRole('switch', { name: 'Mirror traffic' }).click();
  const percent = dialog.getByLabel('Percent of live requests', { exact: true });
  expect(await percent.inputValue()).toBe('10');
  await percent.fill('60');
  await dialog.getByText('60 is more than 50; at most 50 % can be mirrored.').waitFor();
  await apply.click();
  await percent.and(focused(page)).waitFor();
  expect(changes).toEqual([]);
  await dialog.getByRole('button', { name: 'Give 10 % to blue' }).click();
  await percent.fill('50');
  await dialog.getByText('50 % of live requests will be copied to green').waitFor();
  await apply.click();
  await dialog.getByText('Every router worker runs it').waitFor();
  expect(await splitOf(studio)).toEqual({ traffic: { blue: 100 }, mirrorTraffic: { green: 50 } });
  await page.context().close();
});

test('what the service refuses stands at its field, with everything that was typed', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const deployments = studio.sdk.deployments('churn');
  await deployments.put('slow', playedBy(code, { FAKE_START_MS: '600000' }), { wait: false });
  const { page, dialog, live, apply } = await details(studio);
  await live('blue').fill('99.5');
  await live('slow').fill('0,5');
  await apply.click();
  await dialog.getByText("The deployment 'slow' is not ready to take requests").waitFor();
  expect(await live('slow').getAttribute('aria-invalid')).toBe('true');
  expect([await live('blue').inputValue(), await live('slow').inputValue()]).toEqual(['99.5', '0,5']);
  expect((await splitOf(studio)).traffic).toEqual({ blue: 100 });
  await deployments.remove('slow');
  await live('slow').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a change that somebody else makes meanwhile is shown, and what was typed stays', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, dialog, live, apply } = await details(studio);
  await live('blue').fill('50');
  await live('green').fill('50');
  await studio.sdk.endpoints.setTraffic('churn', { green: 100 });
  await dialog.getByText('It is green 100 % now.').waitFor();
  expect(await live('blue').inputValue()).toBe('50');
  await apply.click();
  await dialog.getByText('Every router worker runs it').waitFor();
  expect((await splitOf(studio)).traffic).toEqual({ blue: 50, green: 50 });
  await page.context().close();
});

test('the last change is undone from the dialog', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  await studio.sdk.endpoints.setTraffic('churn', { green: 100 }, { reason: 'all of it' });
  const { page, dialog } = await details(studio);
  await dialog.getByRole('button', { name: 'Undo last change' }).click();
  await dialog.getByText('all of it').waitFor();
  await dialog.getByText('blue will get 100 % of live requests.').waitFor();
  await dialog.getByLabel('Reason (optional)').fill('errors');
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await dialog.getByText('Every router worker runs it').waitFor();
  expect((await splitOf(studio)).traffic).toEqual({ blue: 100 });
  const [newest] = await studio.sdk.endpoints.history('churn', { top: 1 }).all();
  expect(newest?.properties).toMatchObject({ operation: 'undo', reason: 'errors' });
  await page.context().close();
});

test('it is used with the keyboard alone, and gives the focus back', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/details');
  await page.getByRole('button', { name: 'Update traffic' }).focus();
  await page.keyboard.press('Enter');
  const { dialog, live } = {
    dialog: page.getByRole('dialog'),
    live: page.getByLabel('Percent of live traffic for green'),
  };
  await dialog.waitFor();
  const slider = page.getByLabel('Live traffic of green', { exact: true });
  for (let presses = 0; presses < 20 && (await slider.and(focused(page)).count()) === 0; presses++) {
    await page.keyboard.press('Tab');
  }
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
  expect(await live.inputValue()).toBe('3');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Update traffic' }).and(focused(page)).waitFor();
  expect((await splitOf(studio)).traffic).toEqual({ blue: 100 });
  await page.context().close();
});

test.for([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing in it, %s at %i px', async ([theme, width], context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/details', { theme, width });
  const { dialog, live } = await openTraffic(page);
  await live('blue').fill('x');
  await dialog.getByRole('switch', { name: 'Mirror traffic' }).click();
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
