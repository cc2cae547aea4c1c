import { homedir } from 'node:os';
import type { World } from '../cli/world.ts';

/** The world of a command that a user typed: this process. The first Ctrl-C asks a command to end, the second ends it. */
export function processWorld(): World {
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  // A reader that went away (`| head`) is not an error.
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause;
    process.exit(0);
  });
  const { env, stdin, stdout, stderr } = process;
  return {
    env,
    cwd: process.cwd(),
    home: env.HOME || homedir(),
    stdin,
    stdout,
    stderr,
    signal: abort.signal,
  };
}
