/** The wizard in a real browser: a new endpoint with uploads, a second deployment, and what goes wrong on the way. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, type Opened, openStudio } from '../../support/studio.ts';
import { code, create, example, goTo, next, step } from './wizard-rig.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
}, 300_000);
afterAll(() => opened?.studio?.close());

test('a new endpoint with an uploaded model and script: checked while typed, kept over a reload, created', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  await studio.sdk.endpoints.put('taken', { properties: { authMode: 'Key' } });
  const { page } = await studio.visit('/endpoints');
  await page.getByRole('link', { name: 'Create' }).click();
  await step(page, 'Endpoint');
  await next(page);
  await page.getByText('Give it a name.').waitFor();
  const name = page.getByLabel('Endpoint name');
  await name.fill('1-churn');
  await page.getByText('must start with a letter').waitFor();
  await name.fill('taken');
  await page.getByText("There is an endpoint 'taken' already.").waitFor();
  await name.fill('churn');
  await next(page);

  await step(page, 'Model');
  await page.getByRole('radio', { name: 'Upload one now' }).check();
  await page.getByLabel('Files folder').setInputFiles(join(example, 'model'));
  await page.getByText('model, a folder of').waitFor();
  await page.getByRole('textbox', { name: /^Name/ }).fill('churn-model');
  await page.reload();
  await step(page, 'Model');
  await page.getByText("Choose 'model' again").waitFor();
  expect(await page.getByRole('textbox', { name: /^Name/ }).inputValue()).toBe('churn-model');
  await page.getByLabel('Files folder').setInputFiles(join(example, 'model'));
  await next(page);
  await code(page);
  await step(page, 'Deployment');
  expect(await page.getByLabel('Deployment name').inputValue()).toBe('blue');
  await next(page);
  await step(page, 'Live traffic');
  await page.getByText('It is the first deployment of this endpoint.').waitFor();
  await next(page);
  await step(page, 'Review');
  await page.getByText('churn, managed, opened with keys').waitFor();
  await page.getByText('100 %, once it is ready').waitFor();
  await create(page);
  await page.getByRole('heading', { level: 1, name: 'churn', exact: true }).waitFor();

  const { sdk } = studio;
  expect((await sdk.endpoints.get('churn')).properties.traffic).toEqual({ blue: 100 });
  const { properties } = await sdk.deployments('churn').get('blue');
  expect(properties.model).toMatch(/\/models\/churn-model\/versions\/1$/);
  expect(properties.codeConfiguration?.scoringScript).toBe('score.py');
  const files = await sdk.models.files({ name: 'churn-model', version: '1' }).all();
  expect(files.map(({ path }) => path)).toContain('model/regression.pkl');
});

test('a second deployment begins with the model of the link, and a start that fails says what to do', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/deployments/new?model=churn-model&version=1');
  await step(page, 'Model');
  expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('churn-model');
  await next(page);
  await step(page, 'Scoring script');
  await page.getByRole('radio', { name: 'Code that is registered' }).check();
  await page.getByRole('combobox', { name: 'Code' }).click();
  await page.keyboard.type('blue');
  await page.getByRole('option', { name: /As in blue/ }).click();
  await page.getByLabel('The file with init() and run()').selectOption('score.py');
  await next(page);
  await page.getByRole('radio', { name: 'None: Python' }).check();
  await next(page);
  await step(page, 'Deployment');
  const name = page.getByLabel('Deployment name');
  expect(await name.inputValue()).toBe('green');
  await name.fill('blue');
  await page.getByText("There is a deployment 'blue' already.").waitFor();
  await name.fill('green');
  await page.getByLabel('Instances').fill('51');
  await page.getByText('A whole number from 1 to 50.').waitFor();
  await page.getByLabel('Instances').fill('1');
  await page.getByLabel('Environment variables').fill('FAKE_FAIL_INIT=the pickle is of another version');
  await next(page);
  await page.getByText('green begins with 0 %').waitFor();
  await next(page);
  await create(page);

  await page.getByRole('heading', { level: 2, name: 'It could not be created' }).waitFor();
  await page.getByText('raised the pickle is of another version').first().waitFor();
  await page.getByRole('button', { name: 'Go to Scoring script' }).click();
  await step(page, 'Scoring script');
  await goTo(page, 'Deployment');
  expect(await page.getByLabel('Deployment name').inputValue()).toBe('green');
  await page.getByLabel('Environment variables').fill('');
  await goTo(page, 'Review');
  await create(page);
  await page.getByRole('heading', { level: 1, name: 'churn', exact: true }).waitFor();
  const { sdk } = studio;
  expect((await sdk.endpoints.get('churn')).properties.traffic).toEqual({ blue: 100 });
  expect((await sdk.deployments('churn').get('green')).properties.provisioningState).toBe('Succeeded');
});

test('a refusal of the service leads to the step that has its field', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/deployments/new?model=churn-model');
  await step(page, 'Model');
  await next(page);
  await step(page, 'Scoring script');
  await page.getByRole('radio', { name: 'None: the model' }).check();
  await goTo(page, 'Review');
  await create(page);
  await step(page, 'Scoring script');
  await page.getByText('code_configuration is required').waitFor();
});

const places = ['/endpoints/new', '/endpoints/churn/deployments/new'];
const titles = ['Model', 'Scoring script', 'Environment', 'Deployment', 'Live traffic', 'Review'];

test.for(places.flatMap((path) => (['light', 'dark'] as const).map((theme) => ({ path, theme }))))(
  'axe finds nothing in any step of $path, $theme',
  async ({ path, theme }, context) => {
    const { studio, obstacle } = opened;
    if (studio === undefined) return context.skip(obstacle);
    const { page, complaints } = await studio.visit(path, { theme });
    for (const title of path === '/endpoints/new' ? ['Endpoint', ...titles] : titles) {
      await goTo(page, title);
      await step(page, title);
      expect({ title, found: await findings(page) }).toEqual({ title, found: [] });
    }
    expect(complaints).toEqual([]);
  },
);
