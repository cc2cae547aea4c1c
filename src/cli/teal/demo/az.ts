import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../failure.ts';

const shim = fileURLToPath(new URL('../../../../bin/az', import.meta.url));

/** Types an `az` command as a user would: shows it, lets it show its progress, returns its standard output. */
export type Az = (...words: readonly string[]) => Promise<string>;

/** `cwd` is the folder of the example files; a command that fails ends the demo with its own message. */
export function typist(cwd: string, env: NodeJS.ProcessEnv, say: (line: string) => void): Az {
  return (...words) => {
    say(`\n$ az ${words.map(quoted).join(' ')}`);
    const child = spawn(shim, words, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve(output.trim());
        else reject(new Failure(`az ${words.slice(0, 3).join(' ')} ended with exit code ${code}.`));
      });
    });
  };
}

function quoted(word: string): string {
  return /^[-\w./=:]+$/.test(word) ? word : `"${word}"`;
}
