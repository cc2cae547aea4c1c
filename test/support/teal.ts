/** A real Teal for a test: `bin/teal up` in a home of its own on free ports, stopped by its own pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ServerAddress } from '../../src/cli/teal/door.ts';
import { root } from '../architecture/sources.ts';

/** Built environments are kept between test runs: they are content-addressed. */
export const cache = join(tmpdir(), `teal-test-cache-${userInfo().uid}`);

export type Teal = {
  readonly home: string;
  readonly server: ServerAddress;
  readonly token: string;
  readonly process: ChildProcess;
  /** Environment in which `az` and `teal` find this Teal. */
  readonly env: NodeJS.ProcessEnv;
  /** What it printed so far. */
  said(): string;
  /** Stops it and removes its home. */
  close(): Promise<void>;
};

const startWithinMs = 60_000;
const stopWithinMs = 60_000;

/**
 * Starts Teal; `more` are further options of `teal up`, `given` an existing home to start on (then it is kept), `variables`
 * what it finds in its environment besides.
 */
export async function startTeal(
  more: readonly string[] = [],
  given?: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<Teal> {
  const home = given ?? newHome();
  const env = { ...environment(home), ...variables };
  const child = spawn(join(root, 'bin/teal'), ['up', '--port', '0', ...more], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  for (let waited = 0; waited < startWithinMs && child.exitCode === null; waited += 25) {
    const server = addressOf(home);
    if (server !== undefined && said.includes('Teal is up')) {
      const token = readFileSync(join(home, 'admin-token'), 'utf8').trim();
      return { home, server, token, process: child, env, said: () => said, close: () => close(child, home) };
    }
    await pause(25);
  }
  child.kill('SIGKILL');
  if (given === undefined) rmSync(home, { recursive: true, force: true });
  throw new Error(`Teal did not start: ${said}`);
}

export function newHome(): string {
  return mkdtempSync(join(tmpdir(), 'teal-'));
}

export function environment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TEAL_HOME: home,
    TEAL_CACHE: cache,
    AZURE_CONFIG_DIR: join(home, 'azure'),
    PATH: `${join(root, 'bin')}:${process.env.PATH}`,
  };
}

export function addressOf(home: string): ServerAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'run', 'server.json'), 'utf8')) as ServerAddress;
  } catch {
    return undefined;
  }
}

/** Ends a Teal as Ctrl-C does, and what a test that kills may have left of it, and removes its home. */
async function close(child: ChildProcess, home: string): Promise<void> {
  await ended(child);
  endInstances(home);
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** TERM, and KILL when that does not help. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await gone;
    clearTimeout(timer);
  }
}

/** Instances outlive a Teal whose supervisor was killed; each is told from strangers by its own command line. */
function endInstances(home: string): void {
  for (const name of namesIn(join(home, 'instances'))) {
    const folder = join(home, 'instances', name);
    try {
      const { pid } = JSON.parse(readFileSync(join(folder, 'instance.json'), 'utf8')) as { pid: number };
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone, as it should be.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until it holds; throws what was seen last. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  let seen: T | undefined;
  for (let waited = 0; waited < withinMs; waited += 50) {
    seen = await look();
    if (holds(seen)) return seen;
    await pause(50);
  }
  throw new Error(`${what} did not come about; last seen: ${JSON.stringify(seen)}`);
}
