/** The wizard, twice: an endpoint with blue, then green beside it. */
import type { Page } from 'playwright-core';
import { example, heading, type Scene } from './scene.ts';

/** Where nothing is kept from an earlier run, scikit-learn is downloaded and installed meanwhile. */
const buildWithinMs = 600_000;

const step = (page: Page, title: string) => heading(page, title, 2).waitFor();
const next = (page: Page) => page.getByRole('button', { name: 'Next' }).click();

/** From the model's page: a new endpoint, with a conda file that is registered for the next time. */
export async function deployBlue(scene: Scene): Promise<void> {
  const { page, album } = scene;
  await page.getByRole('link', { name: 'model-1' }).click();
  await heading(page, 'model-1').waitFor();
  await page.getByRole('button', { name: 'Deploy' }).click();
  const menu = page.getByRole('menuitem', { name: 'Real-time endpoint: a new one' });
  await menu.waitFor();
  await album.take(page, 'deploy-a-model');
  await menu.click();

  await step(page, 'Endpoint');
  await page.getByLabel('Endpoint name').fill('churn');
  await album.take(page, 'name-the-endpoint');
  await next(page);
  await step(page, 'Model');
  await next(page);
  await chooseScript(page, 'model-1');
  await album.take(page, 'scoring-script');
  await next(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'A conda file' }).check();
  await page.getByLabel('Conda file to read').setInputFiles(example('model-1/environment/conda.yaml'));
  await page.getByLabel('Name of the environment').fill('regression');
  await album.take(page, 'environment');
  await next(page);
  await step(page, 'Deployment');
  await next(page);
  await step(page, 'Live traffic');
  await next(page);
  await step(page, 'Review');
  await album.take(page, 'review');
  await create(scene, 'created-with-its-log');
}

/** From the endpoint's page: another model, in the environment that is there already, with no traffic. */
export async function deployGreen(scene: Scene): Promise<void> {
  const { page, album } = scene;
  await page.getByRole('link', { name: 'Add deployment' }).click();
  await step(page, 'Model');
  await pick(page, 'Model', 'model-2');
  await next(page);
  await chooseScript(page, 'model-2');
  await next(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'A registered environment' }).check();
  await pick(page, 'Registered environment', 'regression');
  await next(page);
  await step(page, 'Deployment');
  await next(page);
  await step(page, 'Live traffic');
  await page.getByText('green begins with 0 %').waitFor();
  await album.take(page, 'green-begins-with-nothing');
  await next(page);
  await step(page, 'Review');
  await create(scene);
}

async function chooseScript(page: Page, model: string): Promise<void> {
  await step(page, 'Scoring script');
  await page.getByLabel('Script or its folder folder').setInputFiles(example(`${model}/onlinescoring`));
  await page.getByText('onlinescoring, a folder of 1 file').waitFor();
}

async function pick(page: Page, label: string, name: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await box.fill(name);
  await page.getByRole('option', { name }).click();
}

/** A picture is of the work, as long as that lasts. */
async function create({ page, album }: Scene, picture?: string): Promise<void> {
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const endpoint = heading(page, 'churn');
  if (picture !== undefined) {
    const log = page.getByText(/^(Build|Start) log$/);
    await log.or(endpoint).first().waitFor({ timeout: buildWithinMs });
    await album.take(page, picture);
  }
  await endpoint.waitFor({ timeout: buildWithinMs });
}
