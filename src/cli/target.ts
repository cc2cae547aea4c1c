/** Where Teal is: its address, its admin token and the workspace it begins with. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import type { World } from './world.ts';

export type Target = {
  readonly url: string;
  readonly token: string;
  /** The server's own first workspace; parts are undefined when only an address is known. */
  readonly workspace: {
    readonly subscription?: string | undefined;
    readonly resourceGroup?: string | undefined;
    readonly workspace?: string | undefined;
  };
};

type Running = {
  readonly url: string;
  readonly pid?: number;
  readonly subscription?: string;
  readonly resourceGroup?: string;
  readonly workspace?: string;
};

/** `TEAL_URL` and `TEAL_TOKEN` when they are set, else what runs in `TEAL_HOME` (default `~/.teal`). Throws exit 1. */
export function findTarget(world: Pick<World, 'env' | 'home'>): Target {
  const { TEAL_URL: url, TEAL_TOKEN: token } = world.env;
  if (url) {
    if (!/^https?:\/\//.test(url))
      throw new Failure(`TEAL_URL is '${url}'; it must begin with http:// or https://.`);
    if (token) return { url, token, workspace: {} };
    throw new Failure('TEAL_URL is set, but TEAL_TOKEN, the admin token of that Teal, is not.');
  }
  const home = homeOf(world);
  const found = targetIn(home);
  if (found !== undefined) return found;
  throw new Failure(`Teal is not running: nothing answers for ${home}.`, 1, [
    'Start it with `teal up`, or set TEAL_URL and TEAL_TOKEN to use another one.',
  ]);
}

/** The Teal that runs in a home; undefined when there is none. */
export function targetIn(home: string): Target | undefined {
  const running = readRunning(join(home, 'run', 'server.json'));
  if (running === undefined || !isAlive(running.pid)) return undefined;
  const { url, subscription, resourceGroup, workspace } = running;
  return { url, token: tokenIn(home), workspace: { subscription, resourceGroup, workspace } };
}

export function homeOf({ env, home }: Pick<World, 'env' | 'home'>): string {
  return env.TEAL_HOME || join(home, '.teal');
}

function tokenIn(home: string): string {
  const path = join(home, 'admin-token');
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Failure(
      `The admin token ${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function readRunning(path: string): Running | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('url' in value)) return undefined;
    return value as Running;
  } catch {
    return undefined;
  }
}

/** A server that was killed leaves its file behind. */
function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
