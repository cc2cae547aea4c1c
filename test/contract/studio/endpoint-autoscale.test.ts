/** Changes of autoscale on the History tab, in a real browser against a real Teal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, openStudio } from '../../support/studio.ts';
import { churnIn } from './endpoint-rig.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
  if (opened.studio !== undefined) await churnIn(opened.studio.sdk);
}, 300_000);
afterAll(() => opened?.studio?.close());

test('the history says what was set of autoscale, and why', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { autoscale } = studio.sdk;
  await autoscale('churn').set('blue', { maxInstances: 3 }, { reason: 'more at noon' });
  await autoscale('churn').set('blue', { maxInstances: 2 }, { reason: 'not so many' });
  await autoscale('churn').off('blue');
  const { page, complaints } = await studio.visit('/endpoints/churn/history');
  const articles = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('article');
  await articles.nth(0).getByText('ended the autoscale of deployment blue').waitFor();
  await articles.nth(1).getByText('changed the autoscale of deployment blue').waitFor();
  await articles.nth(1).getByText('not so many').waitFor();
  await articles
    .nth(1)
    .getByRole('button', { name: /^Details of change/ })
    .click();
  await articles.nth(1).getByText('Hash').waitFor();
  expect(await articles.nth(1).locator('tbody tr').allTextContents()).toEqual(['maxInstances32']);
  await articles.nth(2).getByText('set the autoscale of deployment blue').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
