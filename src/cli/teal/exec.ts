import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { addressOf, homeOf } from './place.ts';

const bin = fileURLToPath(new URL('../../../bin', import.meta.url));

/** What a program must be told to find this Teal by itself: the shim on PATH, the target and the defaults. */
export function environmentFor(home: string, base: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const server = addressOf(home);
  if (server === undefined) throw new Failure(`Teal does not run on ${home}; start it with \`teal up\`.`);
  return {
    ...base,
    PATH: `${bin}:${base.PATH ?? ''}`,
    TEAL_HOME: home,
    AZURE_DEFAULTS_GROUP: server.resourceGroup,
    AZURE_DEFAULTS_WORKSPACE: server.workspace,
  };
}

/** `teal exec -- COMMAND …`: ends with the command's own exit code. */
export async function exec({ args, world }: Call): Promise<undefined> {
  const [command = '', ...words] = args.positionals;
  const env = environmentFor(homeOf(world, args.text('home')), process.env);
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
