import { execFileSync } from 'node:child_process';

/**
 * Lets all threads of a process go before those of others, where the system has chrt and allows it (as root): a busy machine
 * would be measured instead. Being nice is not enough, as it counts within a session only.
 */
export function favour(pid: number): void {
  try {
    execFileSync('chrt', ['--all-tasks', '--fifo', '--pid', '1', String(pid)], { stdio: 'ignore' });
  } catch {
    // Without the right to it the figures are those of the machine's mood.
  }
}
