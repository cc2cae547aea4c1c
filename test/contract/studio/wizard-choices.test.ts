/**
 * What can be chosen in the wizard besides the way of its story: compute types, environments of all kinds, models that need
 * no script, the ways into it; and what happens to work under way when somebody stops, reloads, or is refused.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderOf } from '../../../src/sdk/files.ts';
import { type Opened, openStudio } from '../../support/studio.ts';
import { churnIn } from './endpoint-rig.ts';
import {
  chooseCode,
  code,
  create,
  example,
  failed,
  goTo,
  isThere,
  mlmodel,
  next,
  pick,
  step,
  taken,
} from './wizard-rig.ts';

const conda = 'dependencies:\n  - python\n';

const nowhere = { PIP_INDEX_URL: 'http://127.0.0.1:9/', PIP_RETRIES: '0', UV_HTTP_RETRIES: '0' };

let opened: Opened;
beforeAll(async () => {
  // Nobody waits here for packages: a build that needs one that is not kept yet fails.
  Object.assign(process.env, nowhere);
  opened = await openStudio();
  const sdk = opened.studio?.sdk;
  if (sdk === undefined) return;
  await churnIn(sdk);
  await sdk.models.upload({ name: 'plain' }, folderOf('plain', { 'weights.bin': 'w' }));
  const files = folderOf('flavored', { MLmodel: mlmodel, 'conda.yaml': conda });
  await sdk.models.upload({ name: 'flavored' }, files, { properties: { modelType: 'mlflow_model' } });
  const properties = { image: 'any', condaFile: conda };
  for (const version of ['1', '2']) await sdk.environments.put({ name: 'small', version }, { properties });
}, 300_000);
afterAll(async () => {
  for (const name of Object.keys(nowhere)) delete process.env[name];
  await opened?.studio?.close();
});

test('an MLflow model goes to a new endpoint on Kubernetes without script and environment', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/models/flavored');
  await page.getByRole('button', { name: 'Deploy' }).click();
  await page.getByRole('menuitem', { name: 'Real-time endpoint: a new one' }).click();
  await step(page, 'Endpoint');
  await page.getByLabel('Endpoint name').fill('on-cluster');
  await page.getByRole('radio', { name: /^Microsoft Entra/ }).check();
  await page.getByRole('radio', { name: /^Kubernetes/ }).check();
  await page.getByText('An endpoint on Kubernetes takes keys or Azure ML tokens.').waitFor();
  await page.getByRole('radio', { name: /^Azure ML token/ }).check();
  await next(page);
  await page.getByText('Name the attached compute.').waitFor();
  await page.getByLabel('Attached compute').fill('my-cluster');
  await next(page);
  await step(page, 'Model');
  expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('flavored');
  await next(page);
  await step(page, 'Scoring script');
  expect(await page.getByRole('radio', { name: /^None: the model/ }).isChecked()).toBe(true);
  await next(page);
  await step(page, 'Environment');
  expect(await page.getByRole('radio', { name: "The model's own" }).isChecked()).toBe(true);
  await goTo(page, 'Review');
  await page.getByText('on-cluster, on the Kubernetes compute my-cluster, opened with Azure ML').waitFor();
  const answer = taken(page, 'blue');
  await create(page);
  await answer;
  const endpoint = await studio.sdk.endpoints.get('on-cluster');
  expect(endpoint.properties).toMatchObject({
    authMode: 'AMLToken',
    compute: expect.stringMatching(/my-cluster$/),
  });
  const { properties } = await studio.sdk.deployments('on-cluster').get('blue');
  expect(properties.endpointComputeType).toBe('Kubernetes');
  expect(properties.codeConfiguration).toBeNull();
  expect(properties.model).toMatch(/\/models\/flavored\/versions\/1$/);
  await page.context().close();
});

test('a curated environment is found by typing', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn');
  await page.getByRole('link', { name: 'Add deployment' }).click();
  await step(page, 'Model');
  await pick(page, 'Model', 'plai', /^plain/);
  await next(page);
  await chooseCode(page);
  await step(page, 'Environment');
  await next(page);
  await page.getByText('Choose an environment.').waitFor();
  await page.getByRole('combobox', { name: 'Curated environment' }).fill('no such thing');
  await page.getByText('Nothing has this in its name').waitFor();
  await pick(page, 'Curated environment', 'SKLEARN-1.5', /^sklearn-1\.5/);
  await next(page);
  await step(page, 'Deployment');
  await page.getByLabel('Deployment name').fill('BLUE');
  await page.getByText("There is a deployment 'BLUE' already.").waitFor();
  await page.getByLabel('Deployment name').fill('curated');
  await goTo(page, 'Review');
  await page.getByText('sklearn-1.5, curated').waitFor();
  const answer = taken(page, 'curated');
  await create(page);
  await answer;
  const { properties } = await studio.sdk.deployments('churn').get('curated');
  expect(properties.environmentId).toMatch(/^azureml:\/\/registries\/azureml\/environments\/sklearn-1\.5\//);
  await page.context().close();
});

test('a model goes to an existing endpoint, in a version of a registered environment', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/models/plain');
  await page.getByRole('button', { name: 'Deploy' }).click();
  await page.getByRole('menuitem', { name: 'Real-time endpoint: churn' }).click();
  await step(page, 'Model');
  expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('plain');
  await next(page);
  await chooseCode(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'A registered environment' }).check();
  await pick(page, 'Registered environment', 'mal', 'small');
  await page.getByLabel('Version').selectOption('1');
  await next(page);
  await step(page, 'Deployment');
  await page.getByLabel('Deployment name').fill('own-packages');
  await pick(page, 'Instance type', 'DS3', /^Standard_DS3_v2/);
  await goTo(page, 'Review');
  await page.getByText('small, version 1').waitFor();
  await create(page);
  await isThere(page, 'churn').waitFor();
  const { properties } = await studio.sdk.deployments('churn').get('own-packages');
  expect(properties.environmentId).toMatch(/\/environments\/small\/versions\/1$/);
  expect(properties.instanceType).toBe('Standard_DS3_v2');
  expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
  await page.context().close();
});

test('a conda file that is none is refused beside its field; what it asks for in vain leads back to it', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/deployments/new?model=plain');
  await step(page, 'Model');
  await page.getByRole('radio', { name: 'Upload one now' }).check();
  await page.getByLabel('Files folder').setInputFiles(join(example, 'model'));
  await page.getByRole('textbox', { name: /^Name/ }).fill('not-yet');
  await next(page);
  await chooseCode(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'A conda file' }).check();
  const file = page.getByRole('textbox', { name: 'Conda file' });
  const picked = { name: 'conda.yml', mimeType: '', buffer: Buffer.from('dependencies: 7') };
  await page.getByLabel('Conda file to read').setInputFiles(picked);
  await expect.poll(() => file.inputValue()).toBe('dependencies: 7');
  await goTo(page, 'Deployment');
  await page.getByLabel('Deployment name').fill('unbuilt');
  await goTo(page, 'Review');
  await create(page);
  await step(page, 'Environment');
  await page.getByText("'dependencies' of the conda file is '7'; it must be a list.").waitFor();
  expect(await file.inputValue()).toBe('dependencies: 7');
  // It was refused before anything was uploaded.
  expect((await studio.sdk.models.containers().all()).map(({ name }) => name)).not.toContain('not-yet');

  await file.fill('dependencies:\n  - python=2.7\n');
  await goTo(page, 'Review');
  await create(page);
  await failed(page).waitFor();
  await page
    .getByText(/asks for python ==2\.7/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Go to Environment' }).click();
  await step(page, 'Environment');
  expect(await file.inputValue()).toContain('python=2.7');
  await page.context().close();
});

test('the logs of build and start are seen while they are written, and a page loaded anew goes on with them', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/deployments/new?model=plain');
  await step(page, 'Model');
  await next(page);
  await chooseCode(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'A conda file' }).check();
  // Another one in each run, so that it is not built yet.
  const fresh = `${conda}  - pip:\n      - no-such-package-${Date.now()}\n`;
  await page.getByRole('textbox', { name: 'Conda file' }).fill(fresh);
  await goTo(page, 'Deployment');
  await page.getByLabel('Deployment name').fill('logged');
  await goTo(page, 'Review');
  await create(page);
  const build = page.getByRole('region', { name: 'Lines of the build log' });
  await build.filter({ hasText: 'no-such-package' }).waitFor();
  await failed(page).waitFor();
  await page.getByRole('button', { name: 'Go to Environment' }).click();
  await page.getByRole('radio', { name: 'None: Python' }).check();
  await goTo(page, 'Review');
  // It is not told that it is over until the page was loaded anew meanwhile.
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  await page.route('**/mfeOperationsStatus/**', async (route) => {
    await told;
    await route.continue();
  });
  await create(page);
  await page.getByRole('region', { name: 'Lines of the start log' }).waitFor();
  await page.getByRole('link', { name: 'Go to the endpoint; it goes on' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 2, name: 'It is being created' }).waitFor();
  tell();
  await isThere(page, 'churn').waitFor();
  const { properties } = await studio.sdk.deployments('churn').get('logged');
  expect(properties.provisioningState).toBe('Succeeded');
  await page.context().close();
});

test('an upload tells how far it is, and can be stopped and begun again', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/new');
  await step(page, 'Endpoint');
  await page.getByLabel('Endpoint name').fill('stopped');
  await next(page);
  await page.getByRole('radio', { name: 'Upload one now' }).check();
  const file = (name: string, size: number) => ({ name, mimeType: '', buffer: Buffer.alloc(size, 7) });
  const files = [file('small.bin', 10), file('large.bin', 300_000)];
  await page.getByLabel('Files file').setInputFiles(files);
  await page.getByText('files, a folder of 2 files, 293 KB').waitFor();
  await page.getByRole('textbox', { name: /^Name/ }).fill('stopped-model');
  await next(page);
  await code(page);
  await goTo(page, 'Review');
  // Held until the page gives it up: an upload that takes as long as somebody needs to stop it.
  await page.route('**/large.bin*', () => undefined);
  await create(page);
  await page.getByText('of 293 KB, 1 of 2 files').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await step(page, 'Review');
  const { sdk } = studio;
  expect((await sdk.models.containers().all()).map(({ name }) => name)).not.toContain('stopped-model');
  expect((await sdk.endpoints.list().all()).map(({ name }) => name)).not.toContain('stopped');
  await page.unroute('**/large.bin*');
  // Somebody else is faster with the name, and the page is not told.
  await sdk.endpoints.put('stopped', { properties: { authMode: 'Key' } });
  await page.route('**/onlineEndpoints?*', (route) => route.abort());
  await create(page);
  await step(page, 'Endpoint');
  await page
    .getByText(/already|exists/)
    .first()
    .waitFor();
  await page.getByLabel('Endpoint name').fill('begun-again');
  await goTo(page, 'Review');
  await page.getByText('stopped-model version 1, uploaded already').waitFor();
  await create(page);
  await isThere(page, 'begun-again').waitFor();
  expect((await sdk.endpoints.get('begun-again')).properties.traffic).toEqual({ blue: 100 });
  await page.context().close();
});

test('a version that exists is refused beside its field, and nothing picked is lost', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints/churn/deployments/new');
  await step(page, 'Model');
  await page.getByRole('radio', { name: 'Upload one now' }).check();
  await page.getByLabel('Files folder').setInputFiles(join(example, 'model'));
  await page.getByRole('textbox', { name: /^Name/ }).fill('plain');
  await page.getByLabel('Version').fill('1');
  await next(page);
  await code(page);
  await goTo(page, 'Review');
  await create(page);
  await step(page, 'Model');
  const version = page.getByLabel('Version');
  await expect.poll(() => version.getAttribute('aria-invalid')).toBe('true');
  await page.getByText('model, a folder of').waitFor();
  await version.fill('');
  await goTo(page, 'Deployment');
  await page.getByLabel('Deployment name').fill('next-version');
  await goTo(page, 'Review');
  await create(page);
  await isThere(page, 'churn').waitFor();
  const { properties } = await studio.sdk.deployments('churn').get('next-version');
  expect(properties.model).toMatch(/\/models\/plain\/versions\/2$/);
  await page.context().close();
});
