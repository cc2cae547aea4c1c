/** Which process is which: a pid alone says nothing after the number was used again or the machine rebooted. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const linux = process.platform === 'linux';
const boot = linux ? read('/proc/sys/kernel/random/boot_id').trim() : '';

/** When a process started, in words that no other process with that pid ever has; undefined when none lives. */
export function startOf(pid: number): string | undefined {
  return startsOf([pid]).get(pid);
}

/** Whether a process with this pid lives and is the one that started then. */
export function isAlive(pid: number | null, start: string | null): boolean {
  return pid !== null && start !== null && startOf(pid) === start;
}

/** Kills what is left of a process group, its leader included. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

/** `startOf` of many at once. Zombies do not live. */
export function startsOf(pids: readonly number[]): ReadonlyMap<number, string> {
  if (!linux) return startsByPs(pids);
  const starts = new Map<number, string>();
  for (const pid of pids) {
    const fields = statOf(pid);
    if (fields !== undefined && alive(fields.state)) starts.set(pid, `${boot}/${fields.start}`);
  }
  return starts;
}

/** The leader of the process group that was started with this argument; undefined when there is none. */
export function leaderWithArgument(argument: string): number | undefined {
  if (!linux) return leaderByPs(argument);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => read(`/proc/${name}/cmdline`).split('\0').includes(argument))
    .map(Number)
    .find((pid) => {
      const fields = statOf(pid);
      return fields !== undefined && fields.group === pid && alive(fields.state);
    });
}

/** `startsOf` for systems without /proc. */
export function startsByPs(pids: readonly number[]): ReadonlyMap<number, string> {
  const starts = new Map<number, string>();
  if (pids.length === 0) return starts;
  for (const line of ps('-o', 'pid=,stat=,lstart=', '-p', pids.join(','))) {
    const [pid = '', state = '', ...start] = line.trim().split(/\s+/);
    if (pid !== '' && alive(state)) starts.set(Number(pid), start.join(' '));
  }
  return starts;
}

/** `leaderWithArgument` for systems without /proc. */
export function leaderByPs(argument: string): number | undefined {
  for (const line of ps('-axww', '-o', 'pid=,pgid=,stat=,command=')) {
    const [pid, group, state = ''] = line.trim().split(/\s+/, 3);
    if (pid === group && alive(state) && line.includes(argument)) return Number(pid);
  }
  return undefined;
}

function alive(state: string): boolean {
  return !/^[ZXx]/.test(state);
}

/** Fields 3, 5 and 22 of /proc/<pid>/stat; the second is a name that may hold blanks and brackets. */
function statOf(pid: number): { state: string; group: number; start: string } | undefined {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const start = fields[19];
  if (state === undefined || start === undefined) return undefined;
  return { state, group: Number(group), start };
}

function ps(...args: string[]): string[] {
  try {
    // It ends with 1 when none of the processes lives.
    const text = execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    return text.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
