import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import type { ServerDoor } from './door.ts';
import { homeOf } from './place.ts';

const stopWithinMs = 60_000;

/** `teal down`: returns when the processes are gone. Nothing running is said, and is no failure. */
export function down(door: ServerDoor) {
  return async ({ args, world, terminal }: Call): Promise<undefined> => {
    const home = homeOf(world, args.text('home'));
    const pid = door.holder(home);
    if (pid === undefined) {
      terminal.note(`Teal does not run on ${home}.`);
      return undefined;
    }
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < stopWithinMs; waited += 50) {
      if (door.holder(home) !== pid && !door.lives(pid)) {
        terminal.note(`Teal on ${home} is down.`);
        return undefined;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Failure(`Teal on ${home} (process ${pid}) has not ended after ${stopWithinMs / 1000} seconds.`);
  };
}
