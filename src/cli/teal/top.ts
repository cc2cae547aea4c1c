import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '../call.ts';
import { usage } from '../failure.ts';
import { openSession } from '../session.ts';
import { look } from './top/look.ts';
import { screen } from './top/screen.ts';

/** Begins at the top left corner and clears what is below. */
const home = '\u001b[H\u001b[J';
const usualWindow = 10;
const usualInterval = 2;

/** `teal top`: on a terminal a table that goes on until Ctrl-C, elsewhere, and with --output, the rows of one look. */
export async function top(call: Call): Promise<unknown> {
  const { args, world } = call;
  const name = args.text('name');
  const seconds = within(args.number('window') ?? usualWindow, '--window', 600);
  const every = within(args.number('interval') ?? usualInterval, '--interval', 3600);
  const session = await openSession(call);
  if (world.stdout.isTTY !== true || args.has('output')) return look(session, name, seconds);
  while (!world.signal.aborted) {
    const lines = screen(await look(session, name, seconds), world.stdout.columns ?? 80);
    const title = `the last ${seconds} s at ${new Date().toLocaleTimeString('en-GB')}; Ctrl-C ends`;
    world.stdout.write(`${home}${title}\n\n${lines.join('\n')}\n`);
    await pause(every * 1000, undefined, { signal: world.signal }).catch(() => undefined);
  }
  return undefined;
}

function within(value: number, option: string, most: number): number {
  if (value >= 1 && value <= most) return value;
  throw usage(`${option} is ${value}; it must be 1 to ${most} seconds.`);
}
