/**
 * The same scripts and requests under Azure's own inference server and under our worker. The table, and the
 * differences that are meant, are in `scoring/`; each row of it is one test here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const SUITE = join(import.meta.dirname, 'scoring');
const PINS = join(SUITE, 'requirements.txt');
const PYTHON = 'python3';
const INSTALL_MS = 600_000;
const COMPARE_MS = 600_000;

interface Result {
  readonly row: string;
  readonly verdict: 'same' | 'known' | 'stale' | 'differs';
  readonly reason: string | null;
  readonly differences?: unknown;
}

/** Runs a program to its end; its output, or an error with what it said. */
function run(command: string, args: readonly string[], timeoutMs: number): Promise<string> {
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

/** Where the environment of Azure's server is kept between runs; a change of pins or of Python makes a new one. */
function environmentFolder(): string {
  const version = spawnSync(PYTHON, ['--version'], { encoding: 'utf8' }).stdout;
  const hash = createHash('sha256').update(version).update(readFileSync(PINS)).digest('hex').slice(0, 16);
  return join(tmpdir(), `teal-test-cache-${process.getuid?.() ?? 0}`, `conformance-${hash}`);
}

/** Installs the environment unless it is there; the reason when this machine cannot have it. */
async function environment(folder: string): Promise<string | null> {
  if (existsSync(folder)) return null;
  const recent = spawnSync(PYTHON, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;
  if (!recent) return `${PYTHON} is older than 3.11, which the pinned packages need`;
  const building = `${folder}.${process.pid}`;
  mkdirSync(join(folder, '..'), { recursive: true, mode: 0o700 });
  try {
    await run(PYTHON, ['-m', 'venv', building], INSTALL_MS);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', PINS];
    await run(join(building, 'bin', 'python'), pip, INSTALL_MS);
    renameSync(building, folder);
    return null;
  } catch (error) {
    if (existsSync(folder)) return null;
    if (await reachesRegistry(building)) throw error;
    return 'the package index cannot be reached';
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Whether any package at all can be had, so that a failed installation is a fault of the pins. */
async function reachesRegistry(building: string): Promise<boolean> {
  const probe = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', join(building, 'probe'), 'wheel'];
  return run(join(building, 'bin', 'python'), probe, INSTALL_MS).then(
    () => true,
    () => false,
  );
}

function parse(output: string): Map<string, Result> {
  const lines = output.split('\n').filter((line) => line !== '');
  const results = lines.map((line) => JSON.parse(line) as Result);
  return new Map(results.map((result) => [result.row, result]));
}

const listed = spawnSync(PYTHON, [join(SUITE, 'compare.py'), '--list'], { encoding: 'utf8' });
const rows = listed.status === 0 ? (JSON.parse(listed.stdout) as readonly string[]) : [];

describe('scoring scripts behave as under Azure ML', () => {
  let results = new Map<string, Result>();
  let missing: string | null = null;

  beforeAll(async () => {
    const folder = environmentFolder();
    missing = await environment(folder);
    if (missing !== null) {
      console.warn(`The conformance suite is skipped: ${missing}.`);
      return;
    }
    const python = join(folder, 'bin', 'python');
    results = parse(await run(PYTHON, [join(SUITE, 'compare.py'), '--python', python], COMPARE_MS));
  }, INSTALL_MS + COMPARE_MS);

  it('knows its rows, each by a name of its own', () => {
    expect(listed.stderr).toBe('');
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it.for(rows)('%s', (row, { skip }) => {
    if (missing !== null) skip(missing);
    const result = results.get(row);
    expect(result, 'the row has a result').toBeDefined();
    expect(result?.differences ?? null).toBeNull();
    expect(result?.verdict, 'listed differences must still exist').not.toBe('stale');
  });
});
