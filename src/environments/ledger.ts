/** What is known of each key: running and failed builds in memory, finished ones on disk. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentStatus } from '../domain/ports.ts';
import { type Built, builtFile, readBuilt } from './built.ts';
import { isKey } from './key.ts';

export type Ledger = {
  status(key: string): EnvironmentStatus;
  building(key: string, since: number, lastLine: string): void;
  failed(key: string, message: string, at: number): void;
  /** Nothing is under way any more: the disk has the word. */
  settle(key: string): void;
};

export function createLedger(folderOf: (key: string) => string): Ledger {
  const states = new Map<string, EnvironmentStatus>();
  const finished = new Map<string, Built>();
  return {
    status: (key) => states.get(key) ?? onDisk(key, folderOf(key), finished),
    building: (key, since, lastLine) => states.set(key, { state: 'building', since, lastLine }),
    failed: (key, message, at) => states.set(key, { state: 'failed', message, at }),
    settle: (key) => states.delete(key),
  };
}

function onDisk(key: string, folder: string, finished: Map<string, Built>): EnvironmentStatus {
  if (!isKey(key)) return { state: 'absent' };
  const known = finished.get(key);
  const isStill = known !== undefined && existsSync(join(folder, builtFile)) && existsSync(known.python);
  const built = isStill ? known : readBuilt(folder);
  if (built === undefined) {
    finished.delete(key);
    return { state: 'absent' };
  }
  finished.set(key, built);
  return { state: 'built', python: built.python, warnings: built.warnings };
}
