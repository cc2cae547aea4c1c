/** The private Teal behind `--local`: one per user, started when it is first needed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from './call.ts';
import { Failure } from './failure.ts';
import { homeOf, type Target, targetIn } from './target.ts';
import type { World } from './world.ts';

/** Where it keeps its things: `TEAL_LOCAL_HOME`, else `local` in Teal's home. */
export function localHomeOf(world: Pick<World, 'env' | 'home'>): string {
  return world.env.TEAL_LOCAL_HOME || join(homeOf(world), 'local');
}

/** The private Teal, started when none runs. Throws exit 1 with what it said when it does not start. */
export async function startLocal({ world, terminal }: Pick<Call, 'world' | 'terminal'>): Promise<Target> {
  const home = localHomeOf(world);
  const running = targetIn(home);
  if (running !== undefined) return running;
  terminal.note(`Starting the local Teal in ${home}`);
  const { code, said } = await launch(home, world.env);
  const started = targetIn(home);
  if (started !== undefined) return started;
  throw new Failure(
    `The local Teal in ${home} did not start (exit code ${code}).`,
    1,
    said === '' ? [] : [said],
  );
}

/** `teal up --detach` returns when the server serves. */
function launch(home: string, env: World['env']): Promise<{ code: number | null; said: string }> {
  const program = fileURLToPath(new URL('../../bin/teal', import.meta.url));
  const child = spawn(program, ['up', '--detach', '--local', '--port', '0'], {
    env: { ...env, TEAL_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said: said.trim() }));
  });
}
