/** Studio in Chromium: how soon a page can be used, and how smoothly long lists and full charts move. */
import type { Studio } from '../../test/support/studio.ts';
import { openStudio } from '../../test/support/studio.ts';
import { newHome } from '../../test/support/teal.ts';
import type { Context, Part, Section } from '../part.ts';
import { arrivals } from './arrival.ts';
import { listIn, scrolling } from './list.ts';
import { monitorIn, watching } from './monitor.ts';
import { fillPast } from './past.ts';
import { type Size, sizeOf } from './size.ts';

export const studioPart: Part = {
  name: 'studio',
  does: 'pages of Studio: until one can be used, long lists, full charts',
  run,
};

async function run({ smoke, say }: Context): Promise<Section[]> {
  const size = sizeOf(smoke);
  const home = newHome();
  fillPast(home, size);
  const { studio, obstacle } = await openStudio({ home });
  if (studio === undefined) return [leftOut(obstacle ?? 'there is no browser')];
  try {
    return await measured(studio, size, say);
  } finally {
    await studio.close();
  }
}

async function measured(studio: Studio, size: Size, say: Context['say']): Promise<Section[]> {
  say(`studio: ${size.deployments} deployments, ${size.endpoints} endpoints`);
  await monitorIn(studio.sdk, size);
  await listIn(studio.sdk, size);
  const sections: Section[] = [];
  for (const measure of [arrivals, scrolling, watching]) {
    say(`studio: ${measure.name}`);
    sections.push(await measure(studio, size));
  }
  return sections;
}

function leftOut(reason: string): Section {
  return { title: 'Studio', about: '', columns: [], rows: [], notes: [`Skipped: ${reason}`] };
}
