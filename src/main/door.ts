import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RouterState, ServerDoor } from '../cli/teal/door.ts';
import { version } from './config.ts';
import { layout } from './home.ts';
import { lives, lockHolder } from './lock.ts';

/** One a core, as each keeps one busy; two at least, so that one may die; the models need cores, too. */
const MOST_ROUTERS = 8;

/** The server as the CLI sees it; the supervisor is loaded only when something is started. */
export const serverDoor: ServerDoor = {
  version,
  defaultRouterWorkers: Math.min(MOST_ROUTERS, Math.max(2, availableParallelism())),
  up: async (options) => (await import('./supervisor.ts')).up(options),
  holder: (home) => lockHolder(layout(home))?.pid,
  lives,
  routers: async (home) => {
    const { doors } = layout(home);
    const sockets = readdirSync(doors).filter((name) => /^router-\d+\.sock$/.test(name));
    const states = await Promise.all(sockets.map((name) => stateOf(join(doors, name))));
    return states.flatMap((state) => (state === undefined ? [] : [state]));
  },
};

function stateOf(socketPath: string): Promise<RouterState | undefined> {
  return new Promise((resolve) => {
    const ask = request({ socketPath, path: '/status', agent: false, timeout: 2000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        const {
          worker,
          pid,
          version: table,
          endpoints,
        } = JSON.parse(text) as RouterState & { version: number };
        resolve({ worker, pid, table, endpoints });
      });
    });
    ask.once('error', () => resolve(undefined));
    ask.once('timeout', () => ask.destroy());
    ask.end();
  });
}
