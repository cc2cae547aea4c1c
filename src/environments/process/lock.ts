/** A lock between processes: a file that names its holder, taken over when the holder is dead. */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isThisBoot, startOf } from './life.ts';
import { signalGroup } from './run.ts';
import { Stopped } from './step-failed.ts';

type Life = { readonly pid: number; readonly started: string };
type Holder = Life & { readonly token: string; readonly child: Life | null };

export type Lock = {
  /** Notes the child that works for us, so that a successor can end it. */
  employ(pid: number): void;
  release(): void;
};

const pollMs = 150;
/** No takeover and no half-written file lives this long. */
const brokenMs = 5_000;

/**
 * Waits until the lock is ours. `waiting` hears the id of the process that holds it.
 * @throws Stopped when `stop` was raised while waiting
 */
export async function acquire(
  path: string,
  stop: AbortSignal,
  waiting: (pid: number) => void,
): Promise<Lock> {
  const own: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    token: randomUUID(),
    child: null,
  };
  while (!stop.aborted) {
    if (create(path, own)) return lockOf(path, own);
    const holder = read(path);
    if (holder === 'gone') continue;
    if (holder !== 'broken' && isAlive(holder)) waiting(holder.pid);
    else if (takeOver(path)) continue;
    await sleep(pollMs);
  }
  throw new Stopped();
}

function lockOf(path: string, own: Holder): Lock {
  return {
    employ: (pid) => {
      const started = startOf(pid);
      if (started === undefined) return;
      const draft = `${path}.${own.token}`;
      writeFileSync(draft, JSON.stringify({ ...own, child: { pid, started } }));
      renameSync(draft, path);
    },
    release: () => {
      const holder = read(path);
      if (typeof holder === 'object' && holder.token === own.token) rmSync(path, { force: true });
    },
  };
}

/** Link fails when the name is taken, and the file that appears is whole. */
function create(path: string, own: Holder): boolean {
  const draft = `${path}.${own.token}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead holder's lock; one at a time, because between look and removal somebody else may have taken it. */
function takeOver(path: string): boolean {
  const guard = `${path}.takeover`;
  try {
    closeSync(openSync(guard, 'wx'));
  } catch {
    if (ageOf(guard) > brokenMs) rmSync(guard, { force: true });
    return false;
  }
  try {
    const holder = read(path);
    const isStale = holder === 'broken' ? ageOf(path) > brokenMs : holder !== 'gone' && !isAlive(holder);
    if (!isStale) return false;
    if (typeof holder === 'object') endOrphan(holder.child);
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

/** A killed holder leaves its child writing; it has to be gone before anybody else writes there. */
function endOrphan(child: Life | null): void {
  if (child === null) return;
  const started = startOf(child.pid);
  // a dead leader's group keeps its id from being reused, but only on the same boot
  const isOrphan = started === undefined ? isThisBoot(child.started) : started === child.started;
  if (isOrphan) signalGroup(child.pid, 'SIGKILL');
}

function isAlive({ pid, started }: Life): boolean {
  return startOf(pid) === started;
}

function read(path: string): Holder | 'gone' | 'broken' {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isHolder(holder) ? holder : 'broken';
  } catch (error) {
    return hasCode(error, 'ENOENT') ? 'gone' : 'broken';
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'started' in value &&
    'token' in value &&
    'child' in value
  );
}

function ageOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
