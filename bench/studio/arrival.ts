/** From the address to a page that can be used, by somebody who is signed in. */
import type { BrowserContext, Page } from 'playwright-core';
import type { Studio } from '../../test/support/studio.ts';
import { fixed, quantile } from '../figures.ts';
import type { Section } from '../part.ts';
import { busy, type Size } from './size.ts';

type Target = {
  readonly what: string;
  readonly path: string;
  /** What is there once the page shows what it was asked for. */
  readonly shown: string;
};

const goalMs = 1000;
/** What is not there by then never comes. */
const patienceMs = 60_000;

const targets = ({ endpoints, deployments, minutes }: Size): readonly Target[] => [
  { what: `list of ${endpoints} endpoints`, path: '/endpoints', shown: '[data-row] a' },
  {
    what: `an endpoint of ${deployments} deployments`,
    path: `/endpoints/${busy}/details`,
    shown: 'main [role=article]',
  },
  { what: 'Consume tab', path: `/endpoints/${busy}/consume`, shown: 'main [aria-label="Code to copy"]' },
  {
    what: `Monitor tab, ${minutes} minutes of ${deployments}`,
    path: `/endpoints/${busy}/monitor?range=24h`,
    shown: 'main canvas',
  },
  { what: 'a new endpoint', path: '/endpoints/new', shown: 'main form input' },
];

export async function arrivals(studio: Studio, size: Size): Promise<Section> {
  const { page } = await studio.visit('/sign-in');
  const rows: (readonly string[])[] = [];
  for (const target of targets(size)) {
    const cold = await repeated(size.loads, async () => {
      const context = await another(page, studio.teal.server.url);
      const { took } = await arrive(context, target);
      await context.close();
      return took;
    });
    const warm = await warmly(await another(page, studio.teal.server.url), target, size.loads);
    rows.push([target.what, ...[cold, warm].flatMap(cells)]);
  }
  await page.context().close();
  return {
    title: 'Until a page of Studio can be used',
    about:
      'From the navigation to a page that shows what it was asked for, has been painted and takes input: no task of the main thread longer than 50 ms is under way or begins within half a second. Somebody is signed in. First visit: a browser without anything in its caches. Next visit: the same browser again.',
    columns: ['', 'first visit, median', 'worst', 'next visit, median', 'worst'],
    rows,
    notes: [`Goal: under ${goalMs} ms. Of ${size.loads} loads each.`],
  };
}

/** The caches are those of the context: visits after the first find all of Studio's code there. */
async function warmly(context: BrowserContext, target: Target, loads: number): Promise<number[]> {
  await arrive(context, target);
  const took = await repeated(loads, async () => (await arrive(context, target)).took);
  await context.close();
  return took;
}

async function repeated(times: number, measure: () => Promise<number>): Promise<number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) took.push(await measure());
  return took;
}

/** Signed in as the page's is, with empty caches. */
async function another(page: Page, baseURL: string): Promise<BrowserContext> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The browser is gone.');
  return browser.newContext({ baseURL, storageState: await page.context().storageState() });
}

async function arrive(context: BrowserContext, { path, shown }: Target): Promise<{ readonly took: number }> {
  const page = await context.newPage();
  await page.addInitScript(watchFor(shown));
  await page.goto(path, { waitUntil: 'commit' });
  const took = (await page.evaluate('globalThis.studioArrived')) as number;
  await page.close();
  return { took };
}

// As text: what runs in the page has other types than what runs here.
const watchFor = (shown: string) => `(() => {
  const quietMs = 500;
  let lastBusy = 0;
  const long = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) lastBusy = startTime + duration;
  });
  long.observe({ type: 'longtask', buffered: true });
  globalThis.studioArrived = new Promise((arrived, failed) => {
    setTimeout(() => failed(new Error(${JSON.stringify(`there is no ${shown}`)})), ${patienceMs});
    const look = () => {
      if (document.querySelector(${JSON.stringify(shown)}) === null) return;
      eyes.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        const ready = performance.now();
        const settle = () => {
          if (performance.now() - Math.max(ready, lastBusy) < quietMs) setTimeout(settle, 50);
          else arrived(Math.max(ready, lastBusy));
        };
        settle();
      }));
    };
    const eyes = new MutationObserver(look);
    eyes.observe(document, { childList: true, subtree: true });
  });
})()`;

function cells(took: readonly number[]): readonly string[] {
  return [quantile(took, 0.5), Math.max(...took)].map((ms) => `${fixed(ms, 0)} ms`);
}
