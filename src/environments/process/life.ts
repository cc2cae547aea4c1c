/** Tells a process from another that got the same id later. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** When the process started, in words that only this process, on this boot, has; undefined when it is dead. */
export function startOf(pid: number): string | undefined {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** False when the words come from another boot, or from a system that cannot tell. */
export function isThisBoot(start: string): boolean {
  const boot = textOf('/proc/sys/kernel/random/boot_id')?.trim();
  return boot !== undefined && start.startsWith(`${boot}:`);
}

function startOnLinux(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // the second field is the program's name in parentheses and may itself hold spaces and parentheses
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19]}`;
}

function startByPs(pid: number): string | undefined {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe' } as const;
    const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
