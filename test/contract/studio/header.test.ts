/** What stands above every page: what is under way, and the workspace. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf } from '../../../src/sdk/files.ts';
import { findings, type Opened, openStudio } from '../../support/studio.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
}, 300_000);
afterAll(() => opened?.studio?.close());

test('what runs and what failed is in the tray, wherever it was begun, with the way to its log', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { sdk } = studio;
  const code = await sdk.codes.upload({ name: 'code' }, folderOf('code', { 'score.py': '' }));
  await sdk.endpoints.put('churn', { properties: { authMode: 'Key' } });
  const { page, complaints } = await studio.visit('/models');
  const tray = page.getByRole('button', { name: /^Operations: / });
  await page.getByRole('button', { name: 'Operations: Nothing runs' }).waitFor();
  const begun = await sdk.deployments('churn').beginPut('green', {
    properties: {
      instanceType: 'local',
      codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
      environmentVariables: { FAKE_FAIL_INIT: 'KeyError: no such column', FAKE_START_MS: '15000' },
    },
  });
  await page.getByRole('button', { name: 'Operations: 1 running' }).waitFor();
  await expect(begun.wait()).rejects.toThrow('KeyError');
  await page.getByRole('button', { name: 'Operations: 1 failed' }).waitFor();
  await tray.click();
  const panel = page
    .getByRole('group', { name: 'Operations' })
    .or(page.getByRole('dialog', { name: 'Operations' }));
  const failed = panel.getByRole('listitem').filter({ hasText: 'Create deployment green of churn' });
  await failed.getByText('Failed', { exact: true }).waitFor();
  await failed.getByText('KeyError: no such column').waitFor();
  expect(await findings(page)).toEqual([]);
  await failed.getByRole('link', { name: 'See what went wrong in its log' }).click();
  await page.waitForURL('**/endpoints/churn/logs?deployment=green&container=InferenceServer');
  await panel.waitFor({ state: 'detached' });
  // Whoever has looked knows.
  await page.getByRole('button', { name: 'Operations: Nothing runs' }).waitFor();
  expect(complaints).toEqual([]);
});

test('another workspace is chosen above, and is the one of the next visit', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const other = { ...studio.sdk.workspace, name: 'second' };
  await studio.sdk.workspaces.put(other, {});
  await studio.sdk.in(other).endpoints.put('only-there', { properties: { authMode: 'Key' } });
  const { page, complaints } = await studio.visit('/endpoints');
  const grid = page.getByRole('grid', { name: 'Endpoints' });
  await grid.getByRole('link', { name: 'churn' }).waitFor();
  await page.getByRole('button', { name: `Workspace ${studio.sdk.workspace.name}` }).click();
  await page.getByRole('menuitemradio', { name: /^second/ }).click();
  await grid.getByRole('link', { name: 'only-there' }).waitFor();
  expect(await grid.getByRole('link').allTextContents()).toEqual(['only-there']);
  await page.goto('/endpoints');
  await grid.getByRole('link', { name: 'only-there' }).waitFor();
  await page.getByRole('button', { name: 'Workspace second' }).waitFor();
  expect(complaints).toEqual([]);
});
