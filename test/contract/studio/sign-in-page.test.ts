/** Signing in and out in a real browser. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, type Opened, openStudio } from '../../support/studio.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
}, 300_000);
afterAll(() => opened?.studio?.close());

test('a wrong token is told beside its field, a right one leads to where somebody wanted to go', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/models?name=x', { isSignedIn: false });
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  const field = page.getByLabel('Admin token');
  await field.fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The token is not the admin token of this Teal').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await field.inputValue()).toBe('wrong');
  await field.fill(` ${studio.teal.token}\n`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
  expect(page.url()).toBe(`${studio.teal.server.url}/models?name=x`);
  // The browser's own line about the 401.
  expect(complaints.filter((line) => !line.includes('401'))).toEqual([]);
});

test('signing out ends the session, and no page is shown after it', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/endpoints');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Admin token').waitFor();
  await page.goto('/endpoints');
  await page.getByLabel('Admin token').waitFor();
  expect(new URL(page.url()).searchParams.get('then')).toBe('/endpoints');
});

test('an address in a link leads to no stranger', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  for (const then of ['//example.com/', '/\\example.com', 'https://example.com/', 'javascript:alert(1)']) {
    const { page } = await studio.visit(`/sign-in?then=${encodeURIComponent(then)}`, { isSignedIn: false });
    await page.getByLabel('Admin token').fill(studio.teal.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
    expect(page.url()).toBe(`${studio.teal.server.url}/endpoints`);
    await page.context().close();
  }
});

test.for(['light', 'dark'] as const)('axe finds nothing on the sign-in page, %s', async (theme, context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page } = await studio.visit('/sign-in', { theme, width: 360, isSignedIn: false });
  expect(await findings(page)).toEqual([]);
});
