import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../domain/errors.ts';
import { type Entry, hasProcess } from './entry.ts';
import { killGroup } from './identity.ts';
import { changeRecord, entryOf, type Roll } from './roll.ts';

const lookMs = 20;
// Longer than the kernel needs to end a killed process, unless a disk or a driver holds it.
const killMs = 10_000;

/** TERM, up to `graceMs` of draining, KILL for the whole group; resolves when it is gone. */
export async function stopInstance(roll: Roll, entry: Entry, graceMs: number): Promise<void> {
  const { pid } = entry.record;
  if (pid === null || entry.life === 'dead') return;
  const toldMs = tell(roll, entry, pid);
  if (await gone(roll, entry, graceMs - toldMs)) return;
  if (hasProcess(entry.record)) killGroup(pid);
  if (await gone(roll, entry, killMs)) return;
  throw new DomainError(
    'unavailable',
    `Instance ${entry.record.id} does not end; process ${pid} cannot be killed.`,
  );
}

/** Returns how long ago it was told, in ms. To the master alone, which drains its children. */
function tell(roll: Roll, entry: Entry, pid: number): number {
  const now = Date.now();
  const told = entry.record.stoppingAt;
  // A second TERM means "at once" to the worker: an earlier control process may have sent the first.
  if (told !== null) return Math.max(0, now - told);
  try {
    changeRecord(roll, entry, { stoppingAt: now });
  } catch {
    // A full disk must not keep instances from being stopped.
  }
  if (hasProcess(entry.record)) signal(pid);
  return 0;
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended in between.
  }
}

/** By a clock that nobody sets: one that is put forward must not end who drains. */
async function gone(roll: Roll, entry: Entry, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (entryOf(roll, entry.record.id) === entry && entry.life !== 'dead') {
    if (roll.closed) {
      throw new DomainError('unavailable', `The driver was closed while instance ${entry.record.id} ended.`);
    }
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await sleep(Math.min(lookMs, Math.max(1, left)));
  }
  return true;
}
