/** From nothing to two registered models. */
import type { Page } from 'playwright-core';
import { studio as doorOf } from '../../../src/sdk/studio.ts';
import { example, heading, openPage, type Scene } from './scene.ts';

/** The page for the token, and the link that needs none. */
export async function signIn({ page, studio, album }: Scene): Promise<void> {
  await page.getByLabel('Admin token').waitFor();
  await album.take(page, 'sign-in');
  const { server, token } = studio.teal;
  const { url } = await doorOf({ url: server.url, token }).createLink();
  await page.goto(url);
  await heading(page, 'Endpoints').waitFor();
  await page.getByText('No endpoints yet').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await album.take(page, 'no-endpoints-yet');
}

export async function registerModels({ page, album }: Scene): Promise<void> {
  await openPage(page, 'Models');
  await fillModel(page, 'model-1');
  await album.take(page, 'register-a-model');
  await register(page, 'model-1');
  await openPage(page, 'Models');
  await fillModel(page, 'model-2');
  await register(page, 'model-2');
  await openPage(page, 'Models');
  await page.getByRole('link', { name: 'model-1' }).waitFor();
  await page.getByRole('link', { name: 'model-2' }).waitFor();
  await album.take(page, 'two-models');
}

async function fillModel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Files folder').setInputFiles(example(`${name}/model`));
  await form.getByText('model, a folder of 1 file').waitFor();
  await form.getByLabel('Name').fill(name);
}

async function register(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Register' }).click();
  await heading(page, name).waitFor();
}
