import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { World } from '../world.ts';
import type { ServerAddress } from './door.ts';

/** The home that a command means: --home, TEAL_HOME, or ~/.teal. */
export function homeOf(world: World, option: string | undefined): string {
  return resolve(world.cwd, option ?? (world.env.TEAL_HOME || join(world.home, '.teal')));
}

/** What the Teal of a home wrote when it was ready; undefined when it did not (yet). */
export function addressOf(home: string): ServerAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'run', 'server.json'), 'utf8')) as ServerAddress;
  } catch {
    return undefined;
  }
}
