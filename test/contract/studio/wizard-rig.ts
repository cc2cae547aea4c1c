/** The wizard's steps as a person walks them, for the tests of the wizard in a browser. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../architecture/sources.ts';

export const example = join(root, 'examples/safe-rollout/model-1');

/** Of a model that says itself how it is served. */
export const mlmodel =
  'flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n    env: conda.yaml\n';

export const next = (page: Page) => page.getByRole('button', { name: 'Next' }).click();
export const step = (page: Page, title: string) =>
  page.getByRole('heading', { level: 2, name: title }).waitFor();
export const goTo = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: title }).click();
export const create = (page: Page) => page.getByRole('button', { name: 'Create', exact: true }).click();

/** Chooses by a part of the name. */
export async function pick(page: Page, label: string, typed: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed);
  await page.getByRole('option', { name: option }).click();
}

/** Chooses code that no played instance reads. */
export async function chooseCode(page: Page): Promise<void> {
  await step(page, 'Scoring script');
  await page.getByLabel('Script or its folder folder').setInputFiles(join(example, 'onlinescoring'));
  await page.getByText('onlinescoring, a folder of').waitFor();
  expect(await page.getByLabel('The file with init() and run()').inputValue()).toBe('score.py');
  await next(page);
}

/** The same, and no environment, which no played instance needs. */
export async function code(page: Page): Promise<void> {
  await chooseCode(page);
  await step(page, 'Environment');
  await page.getByRole('radio', { name: 'None: Python' }).check();
  await next(page);
}

export const failed = (page: Page) =>
  page.getByRole('heading', { level: 2, name: 'It could not be created' });
export const isThere = (page: Page, endpoint: string) =>
  page.getByRole('heading', { level: 1, name: endpoint, exact: true });
/** The request that creates a deployment was taken; whatever comes of it. */
export const taken = (page: Page, deployment: string) =>
  page.waitForResponse(
    (answer) =>
      answer.request().method() === 'PUT' &&
      new URL(answer.url()).pathname.endsWith(`/deployments/${deployment}`) &&
      answer.status() < 300,
  );
