/** Processes that are measured: started in a group of their own, ended with it, read from /proc. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { childrenOf } from '../test/support/processes.ts';
import { pause } from '../test/support/teal.ts';

export type Running = {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The end of what it wrote, for the reason of a failure. */
  readonly said: () => string;
  /** TERM to the whole group; KILL when that does not help. */
  readonly stop: () => Promise<void>;
};

export type Launch = {
  readonly log: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Cores, as taskset writes them; all by default. */
  readonly cores?: string | undefined;
};

const stopWithinMs = 15_000;
const groups = new Set<number>();
process.once('exit', () => {
  for (const pid of groups) signal(pid, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));

export function launch(program: string, words: readonly string[], options: Launch): Running {
  const log = openSync(options.log, 'a');
  const [command, args] = pinned(program, words, options.cores);
  const child = spawn(command, args, {
    detached: true,
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => {});
  const pid = child.pid ?? 0;
  if (pid !== 0) groups.add(pid);
  return { pid, child, said: () => readFileSync(options.log, 'utf8').slice(-2000), stop: () => stop(child) };
}

/** taskset becomes the program, so that the pid is the program's own. */
export function pinned(program: string, words: readonly string[], cores?: string): [string, string[]] {
  return cores === undefined ? [program, [...words]] : ['taskset', ['-c', cores, program, ...words]];
}

/** Asks until `look` finds something; throws with what the process said when it ended or nothing came. */
export async function ready<T>(
  running: Running,
  look: () => Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (running.child.exitCode !== null) break;
    await pause(50);
  }
  await running.stop();
  throw new Error(`it did not get ready: ${running.said().trim()}`);
}

export type Place = { readonly port: number } | { readonly path: string };

/** True when somebody listens there. */
export function listens(place: Place): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = 'path' in place ? connect(place.path) : connect(place.port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
    socket.once('connect', () => socket.destroy());
  });
}

/** User and system time of a process with all of its threads, in seconds. */
export function cpuSeconds(pid: number): { readonly user: number; readonly system: number } {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { user: Number(fields[11]) / ticks(), system: Number(fields[12]) / ticks() };
}

/** CPU time of its main thread, where JavaScript runs, and of all threads that it has now, in microseconds. */
export function cpuMicros(pid: number): { readonly main: number; readonly all: number } {
  const of = (thread: number | string) => {
    const [nanos] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(nanos) / 1000;
  };
  const all = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + of(thread), 0);
  return { main: of(pid), all };
}

/** User and system time of processes with all that they started and that still runs, as one sum. */
export function cpuSecondsOfTrees(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids) {
    const { user, system } = cpuSeconds(pid);
    sum += user + system + cpuSecondsOfTrees(childrenOf(pid));
  }
  return sum;
}

let known = 0;
function ticks(): number {
  if (known === 0) known = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return known;
}

async function stop(child: ChildProcess): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    signal(pid, 'SIGTERM');
    const timer = setTimeout(() => signal(pid, 'SIGKILL'), stopWithinMs);
    await gone;
    clearTimeout(timer);
  }
  // Whom the first one left behind.
  signal(pid, 'SIGKILL');
  groups.delete(pid);
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // All of it is gone.
  }
}
