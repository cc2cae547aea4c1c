/** Studio in Debian's Chromium, against a real Teal. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createTeal, type Teal as Sdk } from '../../src/sdk/teal.ts';
import { discover } from '../../src/sdk/workspaces.ts';
import { root } from '../architecture/sources.ts';
import { run } from './command.ts';
import { startTeal, type Teal } from './teal.ts';

export type Look = {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** False for somebody who has no session yet. */
  readonly isSignedIn?: boolean;
};

/** `complaints` are errors of the page and of its policy; a test expects none of them at its end. */
export type Visit = { readonly page: Page; readonly complaints: readonly string[] };

export type Studio = {
  readonly teal: Teal;
  /** The typed client of the same Teal, with its token. */
  readonly sdk: Sdk;
  /** A page of its own at an address of Studio's, once that has a title. */
  visit(path: string, look?: Look): Promise<Visit>;
  close(): Promise<void>;
};

/** Either of them: a machine without Chromium says why it has none. */
export type Opened = { readonly studio?: Studio; readonly obstacle?: string };

const patienceMs = 60_000;

/** Builds Studio where it is missing or older than its sources. */
export async function builtStudio(): Promise<void> {
  const done = await run(process.execPath, ['scripts/web.mjs', '--if-stale'], { env: process.env });
  if (done.code !== 0) throw new Error(`Studio could not be built: ${done.stdout}${done.stderr}`);
}

export type Opening = {
  /** Further options of `teal up`. */
  readonly more?: readonly string[];
  /** `fake` unless given: instances that cost nothing, echo what they are asked and obey FAKE_… variables. */
  readonly compute?: 'fake' | 'process';
  /** One that holds something already; a new one unless given. It is removed at the end, too. */
  readonly home?: string;
};

/** A Teal, Studio in it, and a browser. */
export async function openStudio({ more = [], compute = 'fake', home }: Opening = {}): Promise<Opened> {
  const found = await run(process.execPath, ['scripts/browser.mjs'], { env: process.env });
  if (found.code !== 0) return { obstacle: found.stderr.trim() };
  await builtStudio();
  const teal = await startTeal(more, home, { TEAL_COMPUTE: compute });
  const connection = { url: teal.server.url, token: teal.token };
  const [workspace] = await discover(connection);
  if (workspace === undefined) throw new Error('This Teal has no workspace.');
  const browser = await chromium.launch({
    executablePath: found.stdout.trim(),
    // Chromium refuses to run as root otherwise; the only pages it sees are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const studio: Studio = {
    teal,
    sdk: createTeal({ ...connection, workspace }),
    visit: (path, look) => visit(browser, teal, path, look),
    close: async () => {
      await browser.close();
      await teal.close();
    },
  };
  return { studio };
}

async function visit(browser: Browser, teal: Teal, path: string, look: Look = {}): Promise<Visit> {
  const { theme = 'light', width = 1280, height = 800, isSignedIn = true } = look;
  const { url } = teal.server;
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: theme,
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A button that becomes usable while axe looks would be seen half way between its colours.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patienceMs);
  if (isSignedIn) {
    const headers = { origin: url, 'sec-fetch-site': 'same-origin', 'x-teal-studio': '1' };
    const begun = await context.request.post('/studio/session', { headers, data: { token: teal.token } });
    if (begun.status() !== 201) throw new Error(`No session: ${begun.status()} ${await begun.text()}`);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(path);
  await page.locator('h1').first().waitFor();
  return { page, complaints };
}

const axe = readFileSync(
  join(createRequire(join(root, 'package.json')).resolve('axe-core/axe.min.js')),
  'utf8',
);

/** What axe finds on a page against WCAG 2.2 A and AA, a line each: rule, element, why. */
export async function findings(page: Page): Promise<readonly string[]> {
  await settled(page);
  await page.evaluate(axe);
  return page.evaluate(async () => {
    type Found = {
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
    };
    const { run } = Reflect.get(globalThis, 'axe') as { run(what: unknown, how: unknown): Promise<Found> };
    // Where Fluent leads the focus back from the end of the page: no one ever stands on them.
    const what = { exclude: ['[data-tabster-dummy]'] };
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await run(what, { runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
    );
  });
}

/** What fades in has less contrast than it will have. */
async function settled(page: Page): Promise<void> {
  await page.locator('html').evaluate(async (html) => {
    type Animation = {
      readonly effect: { getComputedTiming(): { readonly endTime: number } } | null;
      readonly finished: Promise<unknown>;
    };
    const { ownerDocument } = html as unknown as { ownerDocument: { getAnimations(): Animation[] } };
    const passing = ownerDocument
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}
