/** The tabs Details, Test, Consume and History of an endpoint, in a real browser against a real Teal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings, type Opened, openStudio } from '../../support/studio.ts';
import { churnIn, playedBy } from './endpoint-rig.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
  const sdk = opened.studio?.sdk;
  if (sdk === undefined) return;
  const code = await churnIn(sdk);
  await sdk.endpoints.put('tokens', { properties: { authMode: 'AMLToken' } });
  await sdk.deployments('tokens').put('blue', playedBy(code));
}, 300_000);
afterAll(() => opened?.studio?.close());

/** Played instances do not describe themselves, and the browser has a line of its own on every 404. */
const withoutSwagger = (complaints: readonly string[]) => complaints.filter((line) => !line.includes('404'));

describe('Details', () => {
  test('a deployment with traffic is not deleted, and the rule is shown; one without it is', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { id } = await studio.sdk.codes.get({ name: 'code', version: '1' });
    await studio.sdk.deployments('churn').put('spare', playedBy(id));
    const { page, complaints } = await studio.visit('/endpoints/churn/details');
    await page.getByRole('button', { name: 'Delete blue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText("The deployment 'blue' takes 100 percent of live traffic; set its traffic to 0")
      .waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Delete spare' }).click();
    const sure = page.getByRole('alertdialog');
    await sure.getByRole('button', { name: 'Delete' }).click();
    await sure.waitFor({ state: 'detached' });
    await page.getByRole('article', { name: 'spare' }).waitFor({ state: 'detached' });
    await page.getByRole('article', { name: 'green' }).waitFor();
    const names = async () => (await studio.sdk.deployments('churn').list().all()).map(({ name }) => name);
    await expect.poll(names).toEqual(['blue', 'green']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the number of instances is checked, changed and seen', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit('/endpoints/churn/details');
    await page.getByRole('button', { name: 'Change the instances of green' }).click();
    const field = page.getByRole('dialog').getByLabel('Instances', { exact: true });
    await field.fill('51');
    await page.getByText('“51” is not allowed; it must be a whole number from 1 to 50.').waitFor();
    await field.fill('2');
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'green' }).getByText('2 of 2 ready').waitFor();
    expect((await studio.sdk.deployments('churn').get('green')).sku.capacity).toBe(2);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a failure says what to do, and an endpoint is deleted by its name alone', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { sdk } = studio;
    const { id } = await sdk.codes.get({ name: 'code', version: '1' });
    await sdk.endpoints.put('doomed', { properties: {} });
    const failing = sdk
      .deployments('doomed')
      .put('red', playedBy(id, { FAKE_FAIL_INIT: 'weights.bin is missing' }));
    await expect(failing).rejects.toThrow('weights.bin is missing');
    const { page } = await studio.visit('/endpoints/doomed/details');
    await page.getByText('init() of the scoring script failed').waitFor();
    await page.getByLabel('Last error of red').getByText('weights.bin is missing').first().waitFor();
    await page.getByRole('button', { name: 'Delete the endpoint doomed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type doomed to confirm').fill('churn');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('Type doomed to delete it.').waitFor();
    await dialog.getByLabel('Type doomed to confirm').fill('doomed');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
    await expect
      .poll(async () => (await sdk.endpoints.list().all()).map(({ name }) => name))
      .not.toContain('doomed');
    await page.context().close();
  });
});

describe('Test', () => {
  test('a request, its answer, and where an input is no JSON', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit('/endpoints/churn/test');
    const input = page.getByLabel('Input', { exact: true });
    await input.fill('{\n  "rows": [1, 2,]\n}');
    await page.getByText('Line 2, column 17: A comma may not stand before ].').waitFor();
    await page.getByRole('button', { name: 'Go to the error' }).click();
    await page.keyboard.type(']');
    await page.keyboard.press('Delete');
    await input.fill('{"rows": [1, 2]}');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Status 200').waitFor();
    await page.getByText('Answered by blue').waitFor();
    const answer = page.getByRole('region', { name: 'Formatted' });
    expect(JSON.parse((await answer.textContent()) ?? '')).toMatchObject({
      deployment: 'blue',
      input: { rows: [1, 2] },
    });
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByText('azureml-model-deployment: blue').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('one deployment by its name, and text that is no JSON', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page } = await studio.visit('/endpoints/churn/test?deployment=green');
    await page.getByLabel('Content type').fill('text/plain');
    await page.getByLabel('Input', { exact: true }).fill('plain words');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Answered by green').waitFor();
    await page.getByRole('region', { name: 'Formatted' }).getByText('"input": "plain words"').waitFor();
    await page.context().close();
  });

  test('many of them are counted beside the split', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    await studio.sdk.endpoints.setTraffic('churn', { blue: 50, green: 50 });
    const { page } = await studio.visit('/endpoints/churn/test');
    await page.getByLabel('How many').fill('0');
    await page.getByText('A whole number from 1 to 1000').waitFor();
    await page.getByLabel('How many').fill('60');
    await page.getByRole('button', { name: 'Send 60 times' }).click();
    await page.getByText('Done. 60 of 60 requests were answered.').waitFor();
    const counts = await page
      .getByRole('region', { name: 'Who answered' })
      .locator('tbody tr')
      .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));
    const cells = await page
      .getByRole('region', { name: 'Who answered' })
      .locator('tbody td')
      .allTextContents();
    expect(counts.map((text) => text.slice(0, 4))).toEqual(['blue', 'gree']);
    // Answered, share, expected, configured, median, failed: two lines of six.
    expect(Number(cells[0]) + Number(cells[6])).toBe(60);
    expect([cells[2], cells[3], cells[8], cells[9]]).toEqual(['30', '50 %', '30', '50 %']);
    expect([cells[5], cells[11]]).toEqual(['0', '0']);
    await page.context().close();
    await studio.sdk.endpoints.setTraffic('churn', { blue: 100 });
  });
});

describe('Consume', () => {
  test('a key is on the page only when somebody wants it, and regenerated it locks the old one out', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { primaryKey } = await studio.sdk.endpoints.keys('churn');
    const { page, complaints } = await studio.visit('/endpoints/churn/consume');
    const content = () =>
      page.evaluate(() => Reflect.get(globalThis, 'document').documentElement.outerHTML as string);
    expect(await content()).not.toContain(primaryKey);
    await page.getByRole('button', { name: 'Show the primary key' }).click();
    await expect.poll(() => page.getByLabel('Primary key', { exact: true }).inputValue()).toBe(primaryKey);
    await page.getByRole('button', { name: 'Regenerate the primary key' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Whoever sends the primary key is locked out at once').waitFor();
    await dialog.getByLabel('Reason (optional)').fill('it leaked');
    await dialog.getByRole('button', { name: 'Regenerate' }).click();
    await dialog.waitFor({ state: 'detached' });
    const fresh = (await studio.sdk.endpoints.keys('churn')).primaryKey;
    expect(fresh).not.toBe(primaryKey);
    await expect.poll(() => page.getByLabel('Primary key', { exact: true }).inputValue()).toBe(fresh);
    const refused = studio.sdk.send('churn', '{}', { credential: primaryKey });
    await expect(refused).rejects.toMatchObject({ status: 401 });
    const [newest] = await studio.sdk.endpoints.history('churn', { top: 1 }).all();
    expect(newest?.properties).toMatchObject({ operation: 'regenerate-key', reason: 'it leaked' });
    expect(withoutSwagger(complaints)).toEqual([]);
    await page.context().close();
  });

  test('code reads the key from a variable, unless it is to stand in it', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page } = await studio.visit('/endpoints/churn/consume');
    const { primaryKey } = await studio.sdk.endpoints.keys('churn');
    const code = page.getByRole('region', { name: 'Code to copy' });
    for (const language of ['curl', 'Python', 'JavaScript', 'C#']) {
      await page.getByRole('tab', { name: language }).click();
      await code.getByText('ENDPOINT_KEY').first().waitFor();
      expect(await code.textContent()).not.toContain(primaryKey);
    }
    await page.getByRole('switch', { name: 'Put the primary key into the code' }).click();
    await code.getByText(primaryKey).waitFor();
    await page.context().close();
  });

  test('an endpoint with tokens gives one when it is asked', async (context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit('/endpoints/tokens/consume');
    await page.getByRole('button', { name: 'Get a token' }).click();
    const token = (await page.getByRole('region', { name: 'Token' }).textContent()) ?? '';
    await studio.sdk.endpoints.setTraffic('tokens', { blue: 100 });
    expect((await studio.sdk.send('tokens', '{}', { credential: token })).status).toBe(200);
    await page.getByRole('region', { name: 'Code to copy' }).getByText('ENDPOINT_TOKEN').first().waitFor();
    expect(withoutSwagger(complaints)).toEqual([]);
    await page.context().close();
  });
});

test('History shows who, what and why, is verified, and takes a change back', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  await studio.sdk.endpoints.setTraffic('churn', { blue: 75, green: 25 }, { reason: 'a quarter' });
  const { page, complaints } = await studio.visit('/endpoints/churn/history');
  await page.getByText(/^Verified: all \d+ records of this Teal are as they were written/).waitFor();
  const newest = page.getByRole('list', { name: 'Changes, newest first' }).getByRole('article').first();
  await newest.getByText('a quarter').waitFor();
  expect(await newest.locator('tbody tr').allTextContents()).toEqual([
    'Live traffic to blue100 %75 %',
    'Live traffic to green0 %25 %',
  ]);
  await page.getByRole('button', { name: 'Undo the last change of traffic' }).click();
  await page.getByRole('dialog').getByText('blue will get 100 % of live requests.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByText('Every router worker runs it').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await newest.getByText('took back the last change of traffic').waitFor();
  expect((await studio.sdk.endpoints.get('churn')).properties.traffic).toEqual({ blue: 100 });
  await newest.getByRole('button', { name: /^Details of change/ }).click();
  await newest.getByText('Hash').waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('arrows walk over the tabs, and the UTC of a moment is told to the focus until Escape', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints/churn/details');
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  await tab('Details').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => tab('History').evaluate((one) => one.matches(':focus'))).toBe(true);
  expect(await tab('Details').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/history');
  // Of the page that was asked for: the old one has moments as well, and goes.
  const moment = page.getByRole('list', { name: 'Changes, newest first' }).locator('time').first();
  await moment.focus();
  await page.getByRole('tooltip').filter({ hasText: 'UTC' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  expect(await moment.getAttribute('aria-description')).toContain('UTC');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.for(
  (['details', 'test', 'consume', 'history'] as const).flatMap((tab) => [
    [tab, 'light', 1280] as const,
    [tab, 'dark', 360] as const,
  ]),
)('axe finds nothing on %s, %s at %i px, and nothing is cut off', async ([tab, theme, width], context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit(`/endpoints/churn/${tab}`, { theme, width });
  await page
    .getByRole('main')
    .getByRole('heading', { level: 2 })
    .first()
    .or(page.getByRole('article').first())
    .first()
    .waitFor();
  expect(await findings(page)).toEqual([]);
  const main = await page
    .getByRole('main')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(main).toBe(0);
  await page.context().close();
});
