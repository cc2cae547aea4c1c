/** What every chapter of the story has at hand. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../architecture/sources.ts';
import type { Studio } from '../../support/studio.ts';
import type { Album } from './album.ts';

export type Scene = { readonly page: Page; readonly studio: Studio; readonly album: Album };

/** A folder or a file of the example: `model-1/model`. */
export const example = (path: string) => join(root, 'examples/safe-rollout', path);

export const heading = (page: Page, name: string, level: 1 | 2 = 1) =>
  page.getByRole('heading', { level, name, exact: true });

/** One of the tabs of the endpoint. */
export const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

/** One of the three kinds of things, from any page. */
export const openPage = async (page: Page, name: string) => {
  await page.getByRole('navigation', { name: 'Studio' }).getByRole('link', { name }).click();
  await heading(page, name).waitFor();
};
