/** The Monitor tab in a real browser: what it counts is what was sent. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, type Opened, openStudio } from '../../support/studio.ts';
import { until } from '../../support/teal.ts';
import { monitoredIn, rowOf, sendTo } from './monitor-rig.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
  if (opened.studio !== undefined) await monitoredIn(opened.studio.sdk);
}, 300_000);
afterAll(() => opened?.studio?.close());

const requests = 'Requests per minute';
const split = 'Split, configured and measured';
const monitor = '/endpoints/churn/monitor';
const curves = (page: Page, of: string) => page.getByRole('slider', { name: `${of}: moment` });

/** What blue answered so far, by its own answers. */
let byBlue = 0;

/** Waits until the last cell of a row says so. */
const counted = (page: Page, [table, head, count]: readonly [string, string, number]) =>
  until(
    `${count} ${head} in ${table}`,
    () => rowOf(page, table, head),
    (cells) => cells.at(-1) === String(count),
  );

test('without a request it says how to send the first', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit(monitor);
  await page.getByRole('heading', { name: 'No requests in the last 15 minutes' }).waitFor();
  const { properties } = await studio.sdk.endpoints.get('churn');
  expect(await page.getByLabel('Sending a request with curl').textContent()).toContain(properties.scoringUri);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Send a request' }).click();
  await page.waitForURL('**/endpoints/churn/test');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('requests appear as they come, by deployment and by how they came, and the split is exact', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit(monitor);
  const live = await sendTo(studio.sdk, { count: 40 });
  expect(live.statuses).toEqual(Array(40).fill(200));
  await sendTo(studio.sdk, { count: 5, deployment: 'green' });
  expect((await sendTo(studio.sdk, { count: 3, deployment: 'red' })).statuses).toEqual([424, 424, 424]);
  await sendTo(studio.sdk, { count: 2, deployment: 'nobody' });
  byBlue += live.deployments.get('blue') ?? 0;
  const [blue = 0, green = 0] = [live.deployments.get('blue'), live.deployments.get('green')];
  await counted(page, [requests, 'blue', blue]);
  await counted(page, [requests, 'green', green]);
  await counted(page, [requests, 'green, asked by name', 5]);
  await counted(page, [requests, 'red, asked by name', 3]);
  await counted(page, [requests, 'refused before a deployment', 2]);
  await counted(page, ['Errors per minute', 'red, asked by name: 4xx', 3]);
  await counted(page, ['Errors per minute', 'refused before a deployment: 4xx', 2]);
  // A split is kept to the request.
  expect([blue, green]).toEqual([30, 10]);
  await counted(page, [split, 'blue', 30]);
  expect(await rowOf(page, split, 'blue')).toEqual(['75 %', '75 %', '30', '30']);
  expect(await rowOf(page, split, 'green')).toEqual(['25 %', '25 %', '10', '10']);
  await page.getByText('No request was over a limit in the last 15 minutes.').waitFor();
  const colours = await colouredKeys(page);
  expect(new Set(colours).size).toBe(colours.length);
  expect(complaints).toEqual([]);
  await page.context().close();
});

/** Colour and strokes of the lines of the first chart. */
function colouredKeys(page: Page): Promise<readonly string[]> {
  const keys = page.getByRole('table', { name: requests }).locator('svg path');
  return keys.evaluateAll((paths) =>
    paths.map((path) => `${path.getAttribute('stroke')} ${path.getAttribute('stroke-dasharray')}`),
  );
}

test('copies for a mirror are told from requests', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit(monitor);
  await studio.sdk.endpoints.update('churn', { properties: { mirrorTraffic: { red: 50 } } });
  // Each router worker begins its split anew with another table: who answered is counted, not foreseen.
  byBlue += (await sendTo(studio.sdk, { count: 20 })).deployments.get('blue') ?? 0;
  await counted(page, [requests, 'blue', byBlue]);
  await counted(page, [split, 'blue', byBlue]);
  const seen = async () => Number((await rowOf(page, requests, 'red, mirrored')).at(-1));
  const copies = await until('copies', seen, (count) => count >= 8);
  await until(
    'as many errors',
    async () => [await seen(), Number((await rowOf(page, 'Errors per minute', 'red, mirrored: 5xx')).at(-1))],
    ([sent = 0, failed]) => sent >= copies && sent === failed,
  );
  await page.context().close();
});

test('a chart is read with the keyboard, and all others with it', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit(`${monitor}?percentile=50`);
  const chart = curves(page, requests);
  await chart.focus();
  // The whole way back and one to the right: long before the first request.
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const latency = page.getByRole('table', { name: 'Latency, P50' });
  await latency.getByRole('columnheader', { name: 'Then' }).waitFor();
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^\d\d:\d\d:\d\d, \d\d:\d\d:\d\d UTC: blue 0, /);
  expect((await rowOf(page, 'Latency, P50', 'blue'))[0]).toBe('–');
  expect(await latency.locator('caption').textContent()).toMatch(/^\d\d:\d\d:\d\d \(\d\d:\d\d:\d\d UTC\)$/);
  await page.keyboard.press('Escape');
  await latency.getByRole('columnheader', { name: 'Newest' }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.for(['1h', '6h', '24h'])('the same counts stand in the range of %s', async (range, context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit(monitor);
  await page.getByLabel('Range').selectOption(range);
  await page.waitForURL(`**/monitor?range=${range}`);
  await page.getByText('One value every minute.').waitFor();
  await counted(page, [requests, 'blue', byBlue]);
  await counted(page, [requests, 'green, asked by name', 5]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.for([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing in it, %s at %i px', async ([theme, width], context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit(monitor, { theme, width });
  await curves(page, requests).waitFor();
  await curves(page, 'CPU of the instances').waitFor();
  expect(await findings(page)).toEqual([]);
  const root = 'document.documentElement';
  expect(await page.evaluate(`${root}.scrollWidth > ${root}.clientWidth`)).toBe(false);
  await page.context().close();
});
