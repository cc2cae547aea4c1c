/** Command lines as a user types them, with what they print and how they end. */
import { spawn } from 'node:child_process';
import { root } from '../architecture/sources.ts';

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

export type Options = { readonly env: NodeJS.ProcessEnv; readonly cwd?: string; readonly input?: string };

/** Runs a program to its end; never throws on an exit code. */
export function run(
  program: string,
  words: readonly string[],
  { env, cwd = root, input }: Options,
): Promise<Ran> {
  const child = spawn(program, words, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** Runs a program that must succeed; returns its standard output without the last line break. */
export async function must(program: string, words: readonly string[], options: Options): Promise<string> {
  const { code, stdout, stderr } = await run(program, words, options);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trimEnd();
}
