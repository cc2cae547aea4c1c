/** One instance as this control process knows it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningInstance } from '../../domain/ports.ts';
import { isAlive, killGroup, leaderWithArgument, startOf } from './identity.ts';
import { release } from './limits.ts';
import { fileNames, type InstanceRecord, readExit, readRecord, writeRecord } from './record.ts';

/** `laying-out`: no process yet. `child`: ours, node tells of its end. `adopted`: of an earlier control process. */
export type Life = 'laying-out' | 'child' | 'adopted' | 'dead';

/** The fields change while this control process lives; what they hold does not. */
export type Entry = {
  record: InstanceRecord;
  life: Life;
  said: RunningInstance['said'];
  exit: RunningInstance['exit'];
};

/** What another control process left in a folder; undefined when it is no instance. */
export function loadEntry(folder: string): Entry | undefined {
  const kept = readRecord(folder);
  if (kept === undefined) return undefined;
  const record = kept.pid === null ? recover(folder, kept) : kept;
  if (hasProcess(record)) return { record, life: 'adopted', said: null, exit: null };
  const last = readExit(folder);
  return { record, life: 'dead', said: last?.said ?? null, exit: last?.exit ?? null };
}

/** Whether the process of a record lives, and is the one that was started then. */
export function hasProcess(record: InstanceRecord): boolean {
  return isAlive(record.pid, record.processStart);
}

/** Programs that a script started may outlive it. Only right after the death: later the number may be another's. */
export function killLeftovers(record: InstanceRecord): void {
  if (record.pid !== null && startOf(record.pid) === undefined) killGroup(record.pid);
}

/** Removes what a dead instance has outside of its folder, and its sockets. */
export function cleanUp(record: InstanceRecord): void {
  if (record.cgroup !== null) release(record.cgroup);
  for (const path of [record.socket, record.healthSocket]) rmSync(path, { force: true });
  if (record.socketFolder !== null) rmSync(record.socketFolder, { recursive: true, force: true });
}

/** Control died between starting a process and writing its number down: look whether there is one. */
function recover(folder: string, record: InstanceRecord): InstanceRecord {
  const pid = leaderWithArgument(join(folder, fileNames.config));
  const processStart = pid === undefined ? undefined : startOf(pid);
  if (pid === undefined || processStart === undefined) return record;
  const found = { ...record, pid, processStart };
  try {
    writeRecord(folder, found);
  } catch {
    // A full disk must not keep control from starting; the next one looks again.
  }
  return found;
}
