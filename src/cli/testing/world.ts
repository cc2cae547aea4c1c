/** A world for tests: what is written is kept, and no server, home or terminal of the machine is used. */
import type { World } from '../world.ts';
import { temporaryFolder } from './temporary.suite.ts';

export type Heard = { readonly world: World; readonly out: () => string; readonly err: () => string };

export function heardWorld(env: Record<string, string> = {}): Heard {
  const folder = temporaryFolder('cli');
  let out = '';
  let err = '';
  const world: World = {
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
    home: folder,
    stdin: {},
    stdout: {
      write: (text) => {
        out += text;
      },
    },
    stderr: {
      write: (text) => {
        err += text;
      },
    },
    signal: new AbortController().signal,
  };
  return { world, out: () => out, err: () => err };
}
