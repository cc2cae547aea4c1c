/** The processes of a Teal, by what the system and the doors say; Linux only, as the tests that kill are. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { serverDoor } from '../../src/main/door.ts';
import type { Teal } from './teal.ts';
import { until } from './teal.ts';

export type Roles = { readonly control: number; readonly routers: readonly number[] };

/** The pids of control and the router workers, once all of them run. */
export async function rolesOf(teal: Teal): Promise<Roles> {
  const { control, routers } = await until(
    'control and two routers',
    async () => {
      const routers = (await serverDoor.routers(teal.home)).map(({ pid }) => pid);
      const [control = 0, ...others] = childrenOf(teal.server.pid).filter((pid) => !routers.includes(pid));
      return { control, routers, others: others.length };
    },
    ({ control, routers, others }) => control !== 0 && routers.length === 2 && others === 0,
  );
  return { control, routers };
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => statOf(child)?.[1] === String(pid) && isRunning(child));
}

/** False for zombies, too, once all threads have ended: until then its sockets are open. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0];
  if (state === undefined || state === 'X') return false;
  return state !== 'Z' || threadsOf(pid) > 1;
}

/** SIGKILL, and until the system has taken the process away (its sockets with it). */
export async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(
    `the end of process ${pid}`,
    () => isRunning(pid),
    (running) => !running,
  );
}

export type InstanceFile = {
  readonly id: string;
  readonly pid: number;
  readonly deployment: string;
  readonly revision: number;
  readonly socket: string;
  readonly startedAt: number;
  readonly stoppingAt: number | null;
};

/** Instances whose process runs and was not told to end, by their files in the home. */
export function instancesOf(home: string): InstanceFile[] {
  const folder = join(home, 'instances');
  return readdirSync(folder)
    .flatMap((id) => {
      try {
        return [JSON.parse(readFileSync(join(folder, id, 'instance.json'), 'utf8')) as InstanceFile];
      } catch {
        return [];
      }
    })
    .filter(({ pid, stoppingAt }) => stoppingAt === null && pid !== null && isRunning(pid));
}

export function pidsOf(home: string): number[] {
  return instancesOf(home)
    .map(({ pid }) => pid)
    .sort((one, other) => one - other);
}

/** The other ends' ports of what a process has open on a TCP port of its own. */
export function clientsOf(pid: number, port: number): Set<number> {
  const folder = `/proc/${pid}/fd`;
  const sockets = new Set(readdirSync(folder).flatMap((fd) => inodeOf(join(folder, fd))));
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const clients = rows.flatMap((row) => {
    const [, local = '', remote = '', , , , , , , inode = ''] = row.trim().split(/\s+/);
    return portOf(local) === port && sockets.has(inode) ? [portOf(remote)] : [];
  });
  return new Set(clients.filter((client) => client !== 0));
}

function inodeOf(fd: string): string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(fd))?.slice(1) ?? [];
  } catch {
    return [];
  }
}

/** Of `0100007F:1F90`. */
function portOf(address: string): number {
  return Number.parseInt(address.slice(address.indexOf(':') + 1), 16);
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** State and parent, from /proc. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
