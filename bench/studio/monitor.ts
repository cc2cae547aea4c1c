/** A Monitor tab with a day of many deployments: read along, watched, and drawn anew. */
import type { Page } from 'playwright-core';
import { folderOf } from '../../src/sdk/files.ts';
import type { Teal as Sdk } from '../../src/sdk/teal.ts';
import type { Studio } from '../../test/support/studio.ts';
import { pause } from '../../test/support/teal.ts';
import type { Section } from '../part.ts';
import { motionColumns, motionOf, motionRow } from './frames.ts';
import { busy, deploymentNames, type Size } from './size.ts';

/** The endpoint of which there is a past already, and its deployments. */
export async function monitorIn(sdk: Sdk, size: Size): Promise<void> {
  const { id: codeId } = await sdk.codes.upload(
    { name: 'code' },
    folderOf('code', { 'score.py': 'def run(raw): ...' }),
  );
  await sdk.endpoints.put(busy, { properties: { authMode: 'Key' } });
  const properties = {
    endpointComputeType: 'Managed',
    instanceType: 'local',
    codeConfiguration: { codeId, scoringScript: 'score.py' },
  } as const;
  const names = deploymentNames(size);
  for (const name of names) await sdk.deployments(busy).put(name, { properties });
  const share = Math.floor(100 / names.length);
  const rest = 100 - share * (names.length - 1);
  await sdk.endpoints.setTraffic(
    busy,
    Object.fromEntries(names.map((name, at) => [name, at === 0 ? rest : share])),
  );
}

export async function watching(studio: Studio, size: Size): Promise<Section> {
  const { page } = await studio.visit(`/endpoints/${busy}/monitor?range=24h`, { width: 1600, height: 1200 });
  const charts = page.getByRole('slider', { name: /: moment$/ });
  await charts.nth(4).waitFor();
  const rows = [
    motionRow('the pointer along a chart', await motionOf(page, () => pointed(page, size.pointed))),
    motionRow('new values come', await motionOf(page, () => pause(size.watchSeconds * 1000))),
    motionRow('the window narrows and widens', await motionOf(page, () => resized(page))),
    motionRow('another range and back', await motionOf(page, () => ranged(page))),
  ];
  const { deployments, minutes } = size;
  await page.context().close();
  return {
    title: `A Monitor tab with ${minutes} minutes of ${deployments} deployments`,
    about: `Charts of requests, latency, errors, CPU and memory, a line for each of ${deployments} deployments with a value for each of ${minutes} minutes, and the tables beneath them, in Chromium. The pointer visits ${size.pointed} places of one chart, and all charts and tables follow it; new values come every five seconds for ${size.watchSeconds} s.`,
    columns: ['', ...motionColumns],
    rows,
    notes: ['Goal: no frame over 50 ms while the pointer moves or new values come.'],
  };
}

async function pointed(page: Page, places: number): Promise<void> {
  const chart = page.getByRole('slider', { name: 'Requests per minute: moment' });
  const box = await chart.boundingBox();
  if (box === null) throw new Error('The chart is not on the page.');
  await page.mouse.move(box.x + 60, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2, { steps: places });
  await page.mouse.move(0, 0);
}

async function resized(page: Page): Promise<void> {
  for (const width of [1200, 1500, 900, 1600]) {
    await page.setViewportSize({ width, height: 1200 });
    await pause(300);
  }
}

async function ranged(page: Page): Promise<void> {
  const range = page.getByLabel('Range');
  for (const one of ['6h', '24h']) {
    await range.selectOption(one);
    await page.getByRole('slider', { name: 'CPU of the instances: moment' }).waitFor();
  }
}
