/** The list of all endpoints, scrolled from its top to its end. */

import type { Teal as Sdk } from '../../src/sdk/teal.ts';
import type { Studio } from '../../test/support/studio.ts';
import type { Section } from '../part.ts';
import { motionColumns, motionOf, motionRow } from './frames.ts';
import type { Size } from './size.ts';

const atOnce = 20;

/** As many endpoints as there are to be, with the one that is there already. */
export async function listIn(sdk: Sdk, { endpoints }: Size): Promise<void> {
  await sdk.limits.set({ endpointsPerSubscription: endpoints });
  const names = Array.from({ length: endpoints - 1 }, (_, at) => `model-${at}`);
  for (let first = 0; first < names.length; first += atOnce)
    await Promise.all(
      names
        .slice(first, first + atOnce)
        .map((name) => sdk.endpoints.put(name, { properties: { authMode: 'Key' } }, { wait: false })),
    );
}

export async function scrolling(studio: Studio, { endpoints }: Size): Promise<Section> {
  const { page } = await studio.visit('/endpoints');
  const rows: (readonly string[])[] = [];
  for (const { words, pixels } of speeds) {
    let gaps = 0;
    const motion = await motionOf(page, async () => {
      gaps = (await page.evaluate(scroll(pixels))) as number;
    });
    rows.push([...motionRow(words, motion), String(gaps)]);
  }
  await page.context().close();
  return {
    title: `A list of ${endpoints} endpoints, scrolled`,
    about: `All ${endpoints} endpoints on one page in Chromium, scrolled frame by frame from the top to the end. Gaps are frames in which a part of the list that is in sight had no row in it.`,
    columns: ['', ...motionColumns, 'gaps'],
    rows,
    notes: ['Goal: no frame over 50 ms, no gap.'],
  };
}

const speeds = [
  { words: 'as one reads, 60 px a frame', pixels: 60 },
  { words: 'as one searches, 400 px a frame', pixels: 400 },
  { words: 'in leaps, 4,000 px a frame', pixels: 4000 },
];

// As text: what runs in the page has other types than what runs here.
const scroll = (pixels: number) => `new Promise((done) => {
  const table = document.querySelector('[role=grid]');
  const headPx = table.querySelector('[role=row]').getBoundingClientRect().height;
  const bottom = table.scrollHeight - table.clientHeight;
  let [top, gaps] = [0, 0];
  const step = () => {
    const box = table.getBoundingClientRect();
    const rows = [...table.querySelectorAll('[data-row]')].map((row) => row.getBoundingClientRect());
    const first = Math.min(...rows.map((row) => row.top));
    const last = Math.max(...rows.map((row) => row.bottom));
    if (first > box.top + headPx + 2 || last < box.bottom - 2) gaps += 1;
    if (top >= bottom) return done(gaps);
    top = Math.min(bottom, top + ${pixels});
    table.scrollTop = top;
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(step)));
  };
  table.scrollTop = 0;
  requestAnimationFrame(step);
})`;
