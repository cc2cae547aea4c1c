/** Traffic is mirrored, moved, taken back and put back, and what has none is deleted. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { heading, openTab, type Scene } from './scene.ts';

type Change = {
  readonly picture: string;
  /** What the dialog must say before it is applied. */
  readonly words: string;
  readonly edit: (dialog: ReturnType<Page['getByRole']>) => Promise<void>;
};

export const mirror: Change = {
  picture: 'mirror',
  words: '10 % of live requests will be copied to green',
  edit: async (dialog) => {
    await dialog.getByRole('switch', { name: 'Mirror traffic' }).click();
    expect(await dialog.getByLabel('Percent of live requests', { exact: true }).inputValue()).toBe('10');
  },
};

/** A deployment has live or mirrored traffic, not both. */
export const canary: Change = {
  picture: 'ten-percent',
  words: 'green will get 10 % of live requests; blue 90 %.',
  edit: async (dialog) => {
    await dialog.getByRole('switch', { name: 'Mirror traffic' }).click();
    await dialog.getByRole('button', { name: '10 % to green' }).click();
    await dialog.getByLabel('Reason (optional)').fill('green answered all copies');
  },
};

export const everything: Change = {
  picture: 'everything-to-green',
  words: 'green will get 100 % of live requests.',
  edit: async (dialog) => {
    await dialog.getByRole('button', { name: '100 % to green' }).click();
    await dialog.getByLabel('Reason (optional)').fill('no errors at 10 %');
  },
};

/** Applied when this returns: every router worker runs it. */
export async function changeTraffic({ page, album }: Scene, { picture, words, edit }: Change): Promise<void> {
  await page.getByRole('button', { name: 'Update traffic' }).click();
  const dialog = page.getByRole('dialog');
  await edit(dialog);
  await dialog.getByText(words).waitFor();
  await album.take(page, picture);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await dialog.getByText('Every router worker runs it').waitFor();
  if (picture === 'mirror') await album.take(page, 'applied');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** From History; undoing what was undone is the way forward again. */
export async function undo({ page, album }: Scene, reason: string, picture?: string): Promise<void> {
  await openTab(page, 'History');
  await page.getByRole('button', { name: 'Undo the last change of traffic' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason (optional)').fill(reason);
  if (picture !== undefined) await album.take(page, picture);
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await dialog.getByText('Every router worker runs it').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('article').filter({ hasText: reason }).waitFor();
}

export async function deleteBlue({ page, album }: Scene): Promise<void> {
  await openTab(page, 'Details');
  await page.getByRole('button', { name: 'Delete blue' }).click();
  const sure = page.getByRole('alertdialog');
  await sure.waitFor();
  await album.take(page, 'delete-blue');
  await sure.getByRole('button', { name: 'Delete' }).click();
  // A page behind a dialog has no articles for anybody.
  await sure.waitFor({ state: 'detached' });
  await page.getByRole('article', { name: 'blue' }).waitFor({ state: 'detached' });
  await page.getByRole('article', { name: 'green' }).waitFor();
  await album.take(page, 'green-alone');
}

export async function deleteEndpoint({ page, album }: Scene): Promise<void> {
  await page.getByRole('button', { name: 'Delete the endpoint churn' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type churn to confirm').fill('churn');
  await album.take(page, 'delete-the-endpoint');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await heading(page, 'Endpoints').waitFor();
  await page.getByText('No endpoints yet').waitFor();
}
