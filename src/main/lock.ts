import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { Home } from './home.ts';

export type Supervisor = { readonly pid: number; readonly startTime: string };

/** Longer than another process needs from looking for a holder to writing its own claim. */
const settleMs = 50;

/**
 * Takes a home for this process; resolves with how to give it back. Throws conflict when a living process has it; a
 * dead one's claim is taken over. Of two that take over at once, the one whose claim was overwritten gives up.
 */
export async function lockHome(home: Home): Promise<() => void> {
  const file = join(home.run, 'supervisor.json');
  refuseHeld(home);
  rmSync(file, { force: true });
  const claim: Supervisor = { pid: process.pid, startTime: startTimeOf(process.pid) ?? '' };
  writeFileSync(file, JSON.stringify(claim), { mode: 0o600 });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  refuseHeld(home);
  return () => rmSync(file, { force: true });
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
  try {
    const { pid, startTime } = JSON.parse(
      readFileSync(join(home.run, 'supervisor.json'), 'utf8'),
    ) as Supervisor;
    return startTimeOf(pid) === startTime ? { pid, startTime } : undefined;
  } catch {
    return undefined;
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
