/** Requests from the Test tab, and where one sees what came of them. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { example, heading, openTab, type Scene } from './scene.ts';

const many = 200;

/** One request to the deployment that the split chooses; its answer. */
export async function tryLive({ page, album }: Scene): Promise<string> {
  await openTab(page, 'Test');
  await page.getByLabel('Input', { exact: true }).fill(readFileSync(example('sample-request.json'), 'utf8'));
  const answer = await answerOf(page, 'blue');
  await album.take(page, 'first-answer');
  return answer;
}

/** The same request to green alone, which nobody else reaches. */
export async function tryGreen({ page, album }: Scene): Promise<string> {
  await openTab(page, 'Test');
  await page.getByLabel('Deployment', { exact: true }).selectOption('green');
  const answer = await answerOf(page, 'green');
  await album.take(page, 'green-in-isolation');
  return answer;
}

async function answerOf(page: Page, deployment: string): Promise<string> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText(`Answered by ${deployment}`).waitFor();
  return (await page.getByRole('region', { name: 'Formatted' }).textContent()) ?? '';
}

/** Many requests by the split; how many each deployment answered, none of them with an error. */
export async function sendMany(page: Page): Promise<Readonly<Record<string, number>>> {
  await openTab(page, 'Test');
  await page.getByLabel('Deployment', { exact: true }).selectOption('');
  await page.getByLabel('How many').fill(String(many));
  await page.getByRole('button', { name: `Send ${many} times` }).click();
  await page.getByText(`Done. ${many} of ${many} requests were answered.`).waitFor({ timeout: 300_000 });
  const rows = page.getByRole('region', { name: 'Who answered' }).locator('tbody tr');
  const lines = await rows.evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  );
  expect(lines.map((line) => line.at(-1))).toEqual(lines.map(() => '0'));
  return Object.fromEntries(lines.map(([name = '', answered]) => [name, Number(answered)]));
}

export async function showKeys({ page, album }: Scene): Promise<void> {
  await openTab(page, 'Consume');
  await page.getByRole('region', { name: 'Code to copy' }).getByText('ENDPOINT_KEY').first().waitFor();
  await album.take(page, 'keys-and-code');
}

/** What green printed for the copies that it got, though no caller was answered by it. */
export async function watchMirror({ page, album }: Scene): Promise<void> {
  await openTab(page, 'Monitor');
  await heading(page, 'Requests per minute', 2).waitFor();
  await page.locator('canvas').first().waitFor();
  await album.take(page, 'monitor');
  await openTab(page, 'Logs');
  await page.getByLabel('Deployment', { exact: true }).selectOption('green');
  await page.getByLabel('Search').fill('scored');
  const log = page.getByRole('region', { name: 'Log of green' });
  const scored = async () => (await log.textContent())?.split('scored a request of 2 rows').length ?? 0;
  // One of them is the request to green alone.
  await expect.poll(scored, { timeout: 60_000 }).toBeGreaterThan(3);
  await album.take(page, 'log-of-green');
}
