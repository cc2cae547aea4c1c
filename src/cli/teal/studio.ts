import { spawn } from 'node:child_process';
import { type StudioLink, studio as studioOf } from '../../sdk/studio.ts';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { findTarget, type Target, targetIn } from '../target.ts';
import { homeOf } from './place.ts';

/** `teal studio`: prints a link that signs in to Studio once; with --open the browser of this machine opens it. */
export async function studio({ args, world, terminal }: Call): Promise<StudioLink> {
  const named = args.text('home');
  const target = named === undefined ? findTarget(world) : targetIn(homeOf(world, named));
  if (target === undefined) throw new Failure(`Teal does not run on ${named}; start it with \`teal up\`.`);
  const link = await linkTo(target);
  if (args.flag('open') && !(await opened(link.url))) {
    terminal.warn('No program that opens a browser was found here; open the link yourself.');
  }
  return link;
}

/** A fresh link to a Teal. */
export function linkTo({ url, token }: Pick<Target, 'url' | 'token'>): Promise<StudioLink> {
  return studioOf({ url, token }).createLink();
}

/** True when a program took the address. */
function opened(url: string): Promise<boolean> {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(program, [url], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
