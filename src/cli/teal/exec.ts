import { spawn } from 'node:child_process';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { environmentFor } from './environment.ts';
import { homeOf } from './place.ts';

/** `teal exec -- COMMAND …`: ends with the command's own exit code. */
export async function exec({ args, world }: Call): Promise<undefined> {
  const [command = '', ...words] = args.positionals;
  const env = environmentFor(homeOf(world, args.text('home')), world.env);
  const child = spawn(command, words, { stdio: 'inherit', env });
  // Ctrl-C reaches the command by itself; we only wait for what it makes of it.
  process.on('SIGINT', () => {});
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new Failure(`${command} could not be run: ${cause.message}`)));
    child.once('exit', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  if (code !== 0) process.exit(code);
  return undefined;
}
