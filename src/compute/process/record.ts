/** What is kept of an instance on disk, so that the next control process knows it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningInstance } from '../../domain/ports.ts';

/** `instance.json`. `pid` is null from before the process is started until its number is known. */
export type InstanceRecord = {
  readonly id: string;
  readonly deploymentUid: string;
  readonly revision: number;
  readonly endpoint: string;
  readonly deployment: string;
  readonly pid: number | null;
  readonly processStart: string | null;
  readonly socket: string;
  readonly healthSocket: string;
  /** Set when the sockets' paths would be too long inside the instance's folder. */
  readonly socketFolder: string | null;
  readonly cgroup: string | null;
  /** Its limits; null without one. Missing from records of older versions. */
  readonly cpus?: number | null;
  readonly memoryBytes?: number | null;
  readonly startedAt: number;
  /** When it was told to drain, so that nobody tells it twice. */
  readonly stoppingAt: number | null;
};

/** `exit.json`, written by the control process that saw the instance die. */
export type ExitRecord = Pick<RunningInstance, 'said' | 'exit'> & { readonly at: number };

export const fileNames = {
  record: 'instance.json',
  exit: 'exit.json',
  config: 'config.json',
  log: 'inference-server.log',
  app: 'azureml-app',
  mount: 'mount',
} as const;

/** The record in an instance's folder; undefined when there is none that can be read. */
export function readRecord(folder: string): InstanceRecord | undefined {
  const found = readJson(join(folder, fileNames.record)) as Partial<InstanceRecord> | undefined;
  if (typeof found?.id !== 'string' || typeof found.socket !== 'string') return undefined;
  if (typeof found.healthSocket !== 'string' || typeof found.startedAt !== 'number') return undefined;
  return found as InstanceRecord;
}

export function writeRecord(folder: string, record: InstanceRecord): void {
  writeWhole(join(folder, fileNames.record), record);
}

export function readExit(folder: string): ExitRecord | undefined {
  return readJson(join(folder, fileNames.exit)) as ExitRecord | undefined;
}

export function writeExit(folder: string, exit: ExitRecord): void {
  writeWhole(join(folder, fileNames.exit), exit);
}

/** Readers see the old file or the new one. Not flushed: no process outlives what a flush protects from. */
export function writeWhole(path: string, content: unknown): void {
  const next = `${path}.next`;
  writeFileSync(next, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, path);
}

function readJson(path: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
