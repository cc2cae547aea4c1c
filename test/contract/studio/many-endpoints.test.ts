/** A thousand endpoints on one page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opened, openStudio } from '../../support/studio.ts';

const count = 1000;
let opened: Opened;
beforeAll(async () => {
  opened = await openStudio();
  const sdk = opened.studio?.sdk;
  await sdk?.limits.set({ endpointsPerSubscription: count });
  for (let first = 0; first < count; first += 20) {
    const names = Array.from({ length: 20 }, (_, index) => `model-${first + index}`);
    const body = { properties: { authMode: 'Key' } };
    await Promise.all(names.map((name) => sdk?.endpoints.put(name, body, { wait: false })));
  }
}, 600_000);
afterAll(() => opened?.studio?.close());

test('only the rows that are seen exist, at every place of the list', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/endpoints');
  const grid = page.getByRole('grid', { name: 'Endpoints' });
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(count + 1));
  const seen = await grid.evaluate(async (table) => {
    const frame = () =>
      new Promise((resolve) => table.ownerDocument.defaultView?.requestAnimationFrame(resolve));
    const bottom = table.scrollHeight - table.clientHeight;
    const found = { most: 0, gaps: 0, steps: 0 };
    for (let top = 0; top <= bottom; top += 700) {
      table.scrollTop = top;
      await frame();
      await frame();
      const box = table.getBoundingClientRect();
      const rows = [...table.querySelectorAll('[data-row]')].map((row) => row.getBoundingClientRect());
      const first = Math.min(...rows.map((row) => row.top));
      const last = Math.max(...rows.map((row) => row.bottom));
      found.most = Math.max(found.most, rows.length);
      // The title's row stands above the first.
      if (first > box.top + 42 || last < box.bottom - 2) found.gaps += 1;
      found.steps += 1;
    }
    return found;
  });
  expect(seen.steps).toBeGreaterThan(50);
  expect(seen.gaps).toBe(0);
  expect(seen.most).toBeLessThan(60);
  expect(complaints).toEqual([]);
});

test('the keyboard reaches the last one, a filter any one, and the curves of all come in one request', async (context) => {
  const { studio, obstacle } = opened;
  if (studio === undefined) return context.skip(obstacle);
  const { page, complaints } = await studio.visit('/sign-in');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('/endpoints');
  const grid = page.getByRole('grid', { name: 'Endpoints' });
  await grid.getByRole('row', { name: /^model-0 / }).focus();
  await page.keyboard.press('End');
  await page.locator('[role=row]:focus', { hasText: 'model-999' }).waitFor();
  await page.keyboard.press('Home');
  await page.locator('[role=row]:focus', { hasText: 'model-0' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('model-73');
  await grid.getByRole('link', { name: 'model-739' }).waitFor();
  expect(await grid.getAttribute('aria-rowcount')).toBe('12');
  await page.getByLabel('Name', { exact: true }).fill('');
  const perEndpoint = asked.filter((path) => /onlineEndpoints\/[^/]+/.test(path));
  expect(perEndpoint).toEqual([]);
  expect(asked.some((path) => path.endsWith('/load'))).toBe(true);
  expect(complaints).toEqual([]);
});
