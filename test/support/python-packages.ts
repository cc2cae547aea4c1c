/** Python environments with pinned packages, for suites that meet other people's programs. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cache } from './teal.ts';

export const python = 'python3';
export const installMs = 600_000;

/** The interpreter of an environment with the packages of a requirements file, or why this machine cannot have it. */
export type Packages =
  | { readonly python: string; readonly obstacle?: never }
  | { readonly python?: never; readonly obstacle: string };

/** Installs the pinned packages unless they are there; a change of pins or of Python makes a new environment. */
export async function installed(pins: string): Promise<Packages> {
  const folder = folderOf(pins);
  const ready = { python: join(folder, 'bin', 'python') };
  if (existsSync(folder)) return ready;
  const recent = spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;
  if (!recent) return { obstacle: `${python} is older than 3.11, which the pinned packages need` };
  const building = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    await output(python, ['-m', 'venv', building], installMs);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pins];
    await output(join(building, 'bin', 'python'), pip, installMs);
    renameSync(building, folder);
    return ready;
  } catch (error) {
    if (existsSync(folder)) return ready;
    if (await reachesRegistry(building)) throw error;
    return { obstacle: 'the package index cannot be reached' };
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Runs a program to its end; its output, or an error with what it said. */
export function output(command: string, args: readonly string[], timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const said: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
    child.stdout.on('data', (chunk) => said.stdout.push(String(chunk)));
    child.stderr.on('data', (chunk) => said.stderr.push(String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said.stdout.join(''));
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${said.stderr.join('')}`));
    });
  });
}

function folderOf(pins: string): string {
  const version = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout;
  const hash = createHash('sha256').update(version).update(readFileSync(pins)).digest('hex').slice(0, 16);
  return join(cache, `${basename(dirname(pins))}-${hash}`);
}

/** Why packages cannot be had on this machine; undefined when they can. */
export async function unreachableIndex(): Promise<string | undefined> {
  const probe = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', join(cache, 'probe'), 'wheel'];
  return output(python, probe, installMs).then(
    () => undefined,
    () => 'the package index cannot be reached',
  );
}

/** Whether any package at all can be had, so that a failed installation is a fault of the pins. */
async function reachesRegistry(building: string): Promise<boolean> {
  const probe = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', join(building, 'probe'), 'wheel'];
  return output(join(building, 'bin', 'python'), probe, installMs).then(
    () => true,
    () => false,
  );
}
