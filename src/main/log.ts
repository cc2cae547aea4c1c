import type { Log } from '../control/parts.ts';

/** JSON lines on stderr, which the supervisor appends to the role's log file. */
export function createLog(role: string): Log {
  return (level, message, fields = {}) => {
    process.stderr.write(
      `${JSON.stringify({ time: new Date().toISOString(), level, role, message, ...fields })}\n`,
    );
  };
}

/** What cannot be written, because the disk is full or the reader is gone, is lost; the process must not go with it. */
export function logOrLose(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
