/** What instances use: by their cgroup when they have one, else by /proc. Linux only; elsewhere nothing is known. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { InstanceUsage } from '../../domain/metrics/ports.ts';
import type { InstanceRecord } from './record.ts';

/** What the kernel tells programs times in, on every system that Node.js supports. */
const ticksPerSecond = 100;
const pageBytes = 4096;

type Usage = Pick<InstanceUsage, 'cpuSeconds' | 'memoryBytes'>;

/** Undefined when its processes are gone, or cannot be looked at. */
export function usageOf(record: InstanceRecord): InstanceUsage | undefined {
  if (record.pid === null) return undefined;
  const used = (record.cgroup === null ? undefined : usageOfCgroup(record.cgroup)) ?? usageOfTree(record.pid);
  if (used === undefined) return undefined;
  return {
    id: record.id,
    ...used,
    cpus: record.cpus ?? availableParallelism(),
    memoryLimitBytes: record.memoryBytes ?? totalmem(),
  };
}

/** Memory without what the kernel can give back at once, as container runtimes show it. */
export function usageOfCgroup(folder: string): Usage | undefined {
  const micros = Number(/^usage_usec (\d+)/m.exec(read(join(folder, 'cpu.stat')))?.[1]);
  const current = Number.parseInt(read(join(folder, 'memory.current')), 10);
  if (Number.isNaN(micros) || Number.isNaN(current)) return undefined;
  const inactive = Number(/^inactive_file (\d+)/m.exec(read(join(folder, 'memory.stat')))?.[1] ?? 0);
  return { cpuSeconds: micros / 1e6, memoryBytes: Math.max(0, current - inactive) };
}

/**
 * A process and all below it. The time of children that ended is their parent's, so the sum only grows. Pages of files and
 * shared memory are counted once, for the process that has most of them; PSS would be exact, and takes as long to read as
 * the model is large.
 */
export function usageOfTree(root: number): Usage | undefined {
  let ticks = 0;
  let ownPages = 0;
  let sharedPages = 0;
  const open = [root];
  let found = false;
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const spent = ticksOf(pid);
    if (spent === undefined) continue;
    found = true;
    ticks += spent;
    const [, resident = 0, shared = 0] = read(`/proc/${pid}/statm`).split(' ').map(Number);
    ownPages += resident - shared;
    sharedPages = Math.max(sharedPages, shared);
    open.push(...childrenOf(pid));
  }
  if (!found) return undefined;
  return { cpuSeconds: ticks / ticksPerSecond, memoryBytes: (ownPages + sharedPages) * pageBytes };
}

/** Fields 14 to 17 of /proc/<pid>/stat: user and system time, its own and of children that ended. */
function ticksOf(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 15) return undefined;
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** Of every thread: a child belongs to the one that made it. */
function childrenOf(pid: number): number[] {
  return tasksOf(pid).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`)
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}

function tasksOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1').trimEnd();
  } catch {
    return '';
  }
}
