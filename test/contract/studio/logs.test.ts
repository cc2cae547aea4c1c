/** The logs of an endpoint in a real browser, printed by real instances. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf } from '../../../src/sdk/files.ts';
import { killed, rolesOf } from '../../support/processes.ts';
import { findings, type Opened, openStudio, type Studio } from '../../support/studio.ts';
import { playedBy } from './endpoint-rig.ts';

const script = `
def init():
    print("the model is loaded")


def run(raw_data):
    print("asked for " + raw_data)
    return "answered"
`;

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio({ compute: 'process' });
  if (opened.studio !== undefined) await deployedIn(opened.studio);
}, 300_000);
afterAll(() => opened?.studio?.close());

async function deployedIn({ sdk }: Studio): Promise<void> {
  const { id } = await sdk.codes.upload({ name: 'code' }, folderOf('code', { 'score.py': script }));
  await sdk.endpoints.put('churn', { properties: { authMode: 'Key' } });
  await sdk.deployments('churn').put('blue', playedBy(id));
  await sdk.endpoints.setTraffic('churn', { blue: 100 });
}

test('what an instance prints comes by itself, is searched and saved', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints/churn/logs');
  const box = page.getByRole('region', { name: 'Log of blue' });
  await box.getByText('the model is loaded').waitFor();
  await studio.sdk.invoke('churn', { fruit: 'apples' });
  await box.getByText('apples').waitFor();
  await page.getByLabel('Search').fill('APPLES');
  await box.getByText('the model is loaded').waitFor({ state: 'detached' });
  await box.getByText('apples').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const saved = readFileSync(await (await saving).path(), 'utf8');
  expect(saved.split('\n').every((line) => line === '' || line.includes('apples'))).toBe(true);
  expect(saved).toContain('apples');
  expect(complaints).toEqual([]);
});

test('requests and events are tables that can be narrowed', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints/churn/logs?log=traffic');
  await studio.sdk.invoke('churn', { fruit: 'pears' });
  const requests = page.getByRole('grid', { name: 'Requests' });
  await requests.getByRole('gridcell', { name: '200', exact: true }).first().waitFor();
  await page.getByLabel('Status').selectOption('5xx');
  await page.getByText('No such request yet.').waitFor();
  await page.getByLabel('Log', { exact: true }).selectOption('event');
  await page
    .getByRole('grid', { name: 'Events' })
    .getByRole('gridcell', { name: 'Started' })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

test('a lost connection is shown, and the log goes on behind it', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/logs');
  const box = page.getByRole('region', { name: 'Log of blue' });
  await box.getByText('the model is loaded').waitFor();
  const lost = page.getByText('The connection is lost; it is being tried again.');
  const wasSeen = lost.waitFor();
  await killed((await rolesOf(studio.teal)).control);
  await wasSeen;
  await lost.waitFor({ state: 'detached' });
  await studio.sdk.invoke('churn', { fruit: 'quinces' });
  await box.getByText('quinces').waitFor();
  expect(await box.getByText('the model is loaded').count()).toBe(1);
});

test.for([
  { log: '', theme: 'light', width: 1280 },
  { log: 'traffic', theme: 'dark', width: 360 },
] as const)('axe finds nothing in the log "$log", $theme', async ({ log, theme, width }, context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit(`/endpoints/churn/logs?log=${log}`, { theme, width });
  await page.getByLabel('Search').waitFor();
  expect(await findings(page)).toEqual([]);
});
