/** What a browser did while something moved: the time from frame to frame, and what its main thread worked. */
import type { CDPSession, Page } from 'playwright-core';
import { fixed, quantile } from '../figures.ts';

export type Motion = {
  /** From one frame to the next, in ms; a screen shows 60 in a second. */
  readonly frames: readonly number[];
  /** Of the page's main thread, in ms: scripts, styles and layout, and all of it. */
  readonly script: number;
  readonly layout: number;
  readonly all: number;
};

/** A frame that takes longer is seen as a jerk. */
export const jerkMs = 50;

export const motionColumns = ['frames', 'p50', 'p99', 'worst', `over ${jerkMs} ms`, 'work a frame'];

/** Looks at every frame while `move` goes on. */
export async function motionOf(page: Page, move: () => Promise<unknown>): Promise<Motion> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.evaluate(begin);
  const before = await worked(session);
  await move();
  const after = await worked(session);
  const frames = (await page.evaluate(end)) as number[];
  await session.detach();
  const spent = (name: string): number => 1000 * ((after.get(name) ?? 0) - (before.get(name) ?? 0));
  return {
    frames,
    script: spent('ScriptDuration'),
    layout: spent('LayoutDuration') + spent('RecalcStyleDuration'),
    all: spent('TaskDuration'),
  };
}

export function motionRow(what: string, { frames, all }: Motion): readonly string[] {
  const slow = frames.filter((ms) => ms > jerkMs).length;
  return [
    what,
    String(frames.length),
    `${fixed(quantile(frames, 0.5), 1)} ms`,
    `${fixed(quantile(frames, 0.99), 1)} ms`,
    `${fixed(Math.max(...frames), 1)} ms`,
    String(slow),
    `${fixed(all / frames.length, 1)} ms`,
  ];
}

// As text: what runs in the page has other types than what runs here.
const begin = `(() => {
  const seen = { frames: [], last: undefined, isOn: true };
  globalThis.studioFrames = seen;
  const step = (now) => {
    if (seen.last !== undefined) seen.frames.push(now - seen.last);
    seen.last = now;
    if (seen.isOn) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})()`;
const end = `(() => {
  globalThis.studioFrames.isOn = false;
  return globalThis.studioFrames.frames;
})()`;

async function worked(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}
