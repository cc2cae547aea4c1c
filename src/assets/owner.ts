import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { errnoOf } from './errno.ts';

/** A fresh name for something unfinished that tells whose it is: `<pid>.<start of the process>-<random>`. */
export function ownName(): string {
  return `${process.pid}.${startOf(process.pid) ?? 0}-${randomUUID()}`;
}

/** True when the process that gave this name is gone, so that nobody will finish what carries it. */
export function isOrphan(name: string): boolean {
  const [, pid, start] = /^(\d+)\.(\d+)-/.exec(name) ?? [];
  if (pid === undefined) return true;
  if (Number(pid) === process.pid && String(startOf(process.pid) ?? 0) === start) return false;
  return existsSync('/proc/self/stat') ? startOf(Number(pid)) !== Number(start) : !answers(Number(pid));
}

/** Clock ticks from boot to the start of a process, so that a reused pid is told apart; undefined when it is gone. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // a killed process whose parent has not looked yet is still listed
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return errnoOf(cause) === 'EPERM';
  }
}
