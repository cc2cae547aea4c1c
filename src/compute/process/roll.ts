/** All instances below one home: those that this control process started and those that it found. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanUp, type Entry, hasProcess, killLeftovers, loadEntry } from './entry.ts';
import { killGroup, leaderWithArgument, startsOf } from './identity.ts';
import type { Exit } from './launch.ts';
import type { Said } from './readiness.ts';
import { fileNames, type InstanceRecord, writeExit, writeRecord } from './record.ts';

export type Roll = {
  readonly instances: string;
  readonly entries: Map<string, Entry>;
  /** Names of folders that were found to be no instances. */
  readonly swept: Set<string>;
  readonly log: (line: string) => void;
  readonly notify: (id: string) => void;
  readonly poll: NodeJS.Timeout;
  closed: boolean;
};

const pollMs = 500;
const unknownExit: Exit = { code: null, signal: null };

/** Adopts what runs, removes what a crash left half done, and watches the adopted ones from now on. */
export function openRoll(home: string, log: Roll['log'], notify: Roll['notify']): Roll {
  const instances = join(home, 'instances');
  mkdirSync(instances, { recursive: true, mode: 0o700 });
  const poll = setInterval(() => buryAdopted(roll), pollMs).unref();
  const roll: Roll = { instances, entries: new Map(), swept: new Set(), log, notify, poll, closed: false };
  for (const name of readdirSync(instances)) if (name.startsWith('.')) sweep(roll, name);
  refresh(roll);
  return roll;
}

/** Nothing is told or written down any more. */
export function closeRoll(roll: Roll): void {
  roll.closed = true;
  clearInterval(roll.poll);
}

export function folderOf(roll: Roll, id: string): string {
  return join(roll.instances, id);
}

/** Every instance that has a folder, dead ones too. */
export function entriesOf(roll: Roll): readonly Entry[] {
  refresh(roll);
  return [...roll.entries.values()];
}

export function entryOf(roll: Roll, id: string): Entry | undefined {
  if (!roll.entries.has(id)) refresh(roll);
  const entry = roll.entries.get(id);
  if (entry?.life === 'adopted' && !hasProcess(entry.record)) bury(roll, entry, unknownExit);
  return entry;
}

/** A folder with a record, for a new instance or in place of a dead one. */
export function addEntry(roll: Roll, record: InstanceRecord): Entry {
  const folder = folderOf(roll, record.id);
  if (roll.entries.has(record.id)) writeRecord(folder, record);
  else {
    // Made aside and moved into place, so that an instance's folder always has a record.
    const aside = join(roll.instances, `.new-${record.id}`);
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { mode: 0o700 });
    writeRecord(aside, record);
    renameSync(aside, folder);
  }
  const entry: Entry = { record, life: 'laying-out', said: null, exit: null };
  roll.entries.set(record.id, entry);
  return entry;
}

export function changeRecord(roll: Roll, entry: Entry, changes: Partial<InstanceRecord>): void {
  entry.record = { ...entry.record, ...changes };
  writeRecord(folderOf(roll, entry.record.id), entry.record);
}

export function hear(roll: Roll, entry: Entry, said: Said): void {
  if (roll.closed) return;
  entry.said = said;
  roll.notify(entry.record.id);
}

/** An instance is seen dead: ends what it left running, and writes down and tells what is known. */
export function bury(roll: Roll, entry: Entry, exit: Exit): void {
  if (entry.life === 'dead' || roll.closed) return;
  entry.life = 'dead';
  entry.exit = exit;
  const { id } = entry.record;
  try {
    killLeftovers(entry.record);
    cleanUp(entry.record);
    writeExit(folderOf(roll, id), { said: entry.said, exit, at: Date.now() });
  } catch (error) {
    roll.log(`What instance ${id} left could not be put in order: ${error}`);
  }
  roll.notify(id);
}

/** Removes a dead instance; a crash in the middle leaves nothing that looks like an instance. */
export async function removeEntry(roll: Roll, entry: Entry): Promise<void> {
  const { id } = entry.record;
  cleanUp(entry.record);
  const aside = join(roll.instances, `.gone-${id}-${randomBytes(4).toString('hex')}`);
  renameSync(folderOf(roll, id), aside);
  roll.entries.delete(id);
  await rm(aside, { recursive: true, force: true });
}

function refresh(roll: Roll): void {
  const present = new Set(readdirSync(roll.instances));
  for (const name of present) {
    if (roll.entries.has(name) || roll.swept.has(name) || name.startsWith('.')) continue;
    const entry = loadEntry(folderOf(roll, name));
    if (entry === undefined) sweep(roll, name);
    else roll.entries.set(name, entry);
  }
  buryAdopted(roll);
  for (const [id, { life }] of roll.entries) if (life === 'dead' && !present.has(id)) roll.entries.delete(id);
}

function buryAdopted(roll: Roll): void {
  const adopted = [...roll.entries.values()].filter((entry) => entry.life === 'adopted');
  const starts = startsOf(adopted.map((entry) => entry.record.pid ?? 0));
  for (const entry of adopted) {
    const { pid, processStart } = entry.record;
    if (starts.get(pid ?? 0) !== processStart) bury(roll, entry, unknownExit);
  }
}

/** A folder without a readable record was never finished, or is half removed. */
function sweep(roll: Roll, name: string): void {
  const folder = folderOf(roll, name);
  roll.swept.add(name);
  roll.log(`Removing ${folder}, which holds no instance.`);
  const pid = leaderWithArgument(join(folder, fileNames.config));
  if (pid !== undefined) killGroup(pid);
  rm(folder, { recursive: true, force: true }).catch((error) => roll.log(`${folder} stays: ${error}`));
}
