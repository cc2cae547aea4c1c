import type { Call } from '../call.ts';
import type { ServerDoor } from './door.ts';
import { addressOf, homeOf } from './place.ts';

/** `teal status`: exit 0 whether it runs or not; `state` tells. */
export function status(door: ServerDoor) {
  return async ({ args, world }: Call): Promise<unknown> => {
    const home = homeOf(world, args.text('home'));
    const pid = door.holder(home);
    const server = addressOf(home);
    if (pid === undefined || server === undefined)
      return { home, state: pid === undefined ? 'stopped' : 'starting' };
    return {
      home,
      state: (await answers(server.url)) ? 'running' : 'control plane not answering',
      pid,
      url: server.url,
      https_url: server.httpsUrl,
      scoring_url: server.scoringUrl,
      version: door.version,
      routers: await door.routers(home),
    };
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
