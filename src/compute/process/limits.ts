/** Memory and CPU limits of a whole instance through cgroup v2, where the host lets us use it. */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from './storing.ts';

export type Limits = { readonly memoryBytes: number | null; readonly cpus: number | null };

const period = 100_000;

/** The group that an instance gets below `parent`; null when it needs or can have none. */
export function cgroupOf(parent: string | null, id: string, limits: Limits): string | null {
  return parent === null || isUnlimited(limits) ? null : join(parent, `teal-${id}`);
}

/** Puts a process, and all that it starts later, into its group. A sentence when that is not possible. */
export function confine(cgroup: string | null, pid: number, limits: Limits): string | null {
  if (isUnlimited(limits)) return null;
  if (cgroup === null) return notLimited('this host has no cgroup v2');
  try {
    openControllers(dirname(cgroup), limits);
    mkdirSync(cgroup, { recursive: true });
    if (limits.memoryBytes !== null) writeFileSync(join(cgroup, 'memory.max'), String(limits.memoryBytes));
    if (limits.cpus !== null) {
      writeFileSync(join(cgroup, 'cpu.max'), `${Math.round(limits.cpus * period)} ${period}`);
    }
    writeFileSync(join(cgroup, 'cgroup.procs'), String(pid));
    return null;
  } catch (error) {
    release(cgroup);
    return notLimited(`the cgroup ${dirname(cgroup)} cannot be used (${systemCode(error) ?? error})`);
  }
}

/** Ends what is left in a group and removes it; quiet when it is gone or still busy. */
export function release(cgroup: string): void {
  try {
    writeFileSync(join(cgroup, 'cgroup.kill'), '1', { flag: 'r+' });
  } catch {
    // The group is gone, or the kernel is older than this file.
  }
  try {
    rmdirSync(cgroup);
  } catch {
    // Gone, or its processes are still ending: forgetting the instance tries again.
  }
}

/** The folder of the cgroup v2 that this process is in; null when there is none. */
export function ownCgroup(): string | null {
  try {
    const path = /^0::(\/.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
    const mount = mounts.find((line) => line.includes(' - cgroup2 '))?.split(' ')[4];
    return path === undefined || mount === undefined ? null : join(mount, path);
  } catch {
    return null;
  }
}

function isUnlimited(limits: Limits): boolean {
  return limits.memoryBytes === null && limits.cpus === null;
}

function openControllers(parent: string, limits: Limits): void {
  const file = join(parent, 'cgroup.subtree_control');
  const open = readFileSync(file, 'utf8').trim().split(/\s+/);
  const wanted = [limits.memoryBytes === null ? '' : 'memory', limits.cpus === null ? '' : 'cpu'];
  const missing = wanted.filter((name) => name !== '' && !open.includes(name));
  if (missing.length > 0) writeFileSync(file, missing.map((name) => `+${name}`).join(' '));
}

function notLimited(reason: string): string {
  return (
    `The limits of this instance are not enforced as a whole: ${reason}. ` +
    'Memory is limited per worker process, CPUs by the number of threads of numeric libraries.'
  );
}
