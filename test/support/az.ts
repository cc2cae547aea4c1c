/** Command lines of `az` in this process: as fast as a call, with what they print and how they end. */
import { expect } from 'vitest';
import { az } from '../../src/cli/programs.ts';
import { run } from '../../src/cli/run.ts';
import { heardWorld } from '../../src/cli/testing/world.ts';
import { root } from '../architecture/sources.ts';
import type { Ran } from './command.ts';
import type { Teal } from './teal.ts';

export type Az = {
  /** Runs a line to its end; never throws on an exit code. */
  readonly run: (...words: readonly string[]) => Promise<Ran>;
  /** The parsed result of a line that must succeed; undefined when it printed nothing. */
  readonly json: <T = Record<string, unknown>>(...words: readonly string[]) => Promise<T>;
  /** Expects that a line ends with this exit code, says this on standard error and nothing on standard output. */
  readonly refused: (code: number, words: readonly string[], message: string) => Promise<void>;
};

/** `az` on a Teal, in a folder of the checkout; `more` are further variables. */
export function azOn(
  { home, env }: Teal,
  folder = 'examples/scripts',
  more: Record<string, string> = {},
): Az {
  const azRun: Az['run'] = async (...words) => {
    const heard = heardWorld({ TEAL_HOME: home, PATH: env.PATH ?? '', ...more });
    const code = await run(words, az, { ...heard.world, cwd: `${root}/${folder}` });
    return { code, stdout: heard.out(), stderr: heard.err() };
  };
  return {
    run: azRun,
    json: async <T>(...words: readonly string[]) => {
      const { code, stdout, stderr } = await azRun(...words);
      if (code !== 0) throw new Error(`az ${words.join(' ')} ended with ${code}: ${stderr}`);
      return (stdout === '' ? undefined : JSON.parse(stdout)) as T;
    },
    refused: async (code, words, message) => {
      const ran = await azRun(...words);
      expect(ran, ran.stderr).toMatchObject({ code, stdout: '' });
      expect(ran.stderr).toMatch(/^ERROR: /m);
      expect(ran.stderr).toContain(message);
    },
  };
}
