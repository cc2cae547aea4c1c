import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { Home } from './home.ts';

export type Supervisor = { readonly pid: number; readonly startTime: string };

/** Longer than one that puts a dead claim away needs to give a living one back. */
const settleMs = 50;

/**
 * Takes a home for this process; resolves with how to give it back. Throws conflict when a living process has it; a
 * dead one's claim is taken over. Of several that come at once exactly one gets it, however long any of them is held up.
 */
export async function lockHome(home: Home): Promise<() => void> {
  const file = join(home.run, 'supervisor.json');
  const claim: Supervisor = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(claim), { mode: 0o600 });
  try {
    while (!took(draft, file)) {
      refuseHeld(home);
      putAway(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  refuseHeld(home);
  return () => rmSync(file, { force: true });
}

/** A link fails when its name is taken, and the file that appears is whole. */
function took(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Removes a dead one's claim. It may be a living one's by now, of somebody who was quicker: that one is put back. */
function putAway(file: string): void {
  const away = `${file}.${process.pid}.away`;
  try {
    renameSync(file, away);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  if (holderIn(away) === undefined) rmSync(away, { force: true });
  else renameSync(away, file);
}

function refuseHeld(home: Home): void {
  const holder = lockHolder(home);
  if (holder === undefined || holder.pid === process.pid) return;
  throw new DomainError(
    'conflict',
    `Teal already runs on ${home.path} (process ${holder.pid}). Stop it with \`teal down\`, or use another TEAL_HOME.`,
  );
}

/** The living process that has a home; undefined when none has. */
export function lockHolder(home: Home): Supervisor | undefined {
  return holderIn(join(home.run, 'supervisor.json'));
}

function holderIn(file: string): Supervisor | undefined {
  try {
    const { pid, startTime } = JSON.parse(readFileSync(file, 'utf8')) as Supervisor;
    return startTimeOf(pid) === startTime ? { pid, startTime } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether any of a process is left: while its last threads end it has its sockets still. */
export function lives(pid: number): boolean {
  return startTimeOf(pid) !== undefined || threadsOf(pid) > 1;
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** Tells a process from a later one with the same pid; undefined when it does not run (any more). */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
    return isAlive(pid) ? 'alive' : undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
