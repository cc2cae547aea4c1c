/** Programs of Debian that a benchmark compares with or drives: found, or installed, or left out with a reason. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Program = { readonly path: string } | { readonly missing: string };

const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin', '/usr/local/bin'];
/** Debian's package of each. */
const packages = { nginx: 'nginx-light', haproxy: 'haproxy', wrk: 'wrk', taskset: 'util-linux' } as const;
export type Name = keyof typeof packages;

const patience = [
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Acquire::Retries=1',
  '-o',
  'Acquire::http::Timeout=20',
];
let tried: string | undefined;

export function find(name: Name): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Installs what is missing once a run, as root on Debian; elsewhere says why not. */
export function programs<const N extends Name>(
  names: readonly N[],
  say: (line: string) => void,
): Record<N, Program> {
  const missing = names.filter((name) => find(name) === undefined);
  if (missing.length > 0 && tried === undefined) tried = install(missing, say);
  const found = names.map((name) => {
    const path = find(name);
    return [name, path === undefined ? { missing: `not installed: ${tried}` } : { path }] as const;
  });
  return Object.fromEntries(found) as Record<N, Program>;
}

/** The reason why something may still be missing afterwards. */
function install(names: readonly Name[], say: (line: string) => void): string {
  const wanted = [...new Set(names.map((name) => packages[name]))];
  const command = `apt-get install ${wanted.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get')) return 'this system has no apt-get';
  if (process.getuid?.() !== 0) return `only root may run ${command}`;
  // There the packages of servers start them, on ports that may be somebody's.
  if (existsSync('/run/systemd/system')) return `run ${command} yourself: it starts their services`;
  say(`installing ${wanted.join(', ')} (once) ...`);
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...wanted],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const done = spawnSync('apt-get', [...patience, ...words], { env, encoding: 'utf8', timeout: 300_000 });
    if (done.status !== 0) return `apt-get ${words[0]} failed: ${(done.stderr ?? '').trim().slice(-300)}`;
  }
  return `${command} did not bring it`;
}

/** The first thing in what a program says of itself that looks like a version. */
export function versionOf(path: string, ...words: string[]): string {
  const done = spawnSync(path, words, { encoding: 'utf8' });
  return /\d+\.\d+[\w.+-]*/.exec(`${done.stdout ?? ''}${done.stderr ?? ''}`)?.[0] ?? 'unknown';
}
