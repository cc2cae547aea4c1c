// Brings a fresh checkout to life. Runs on the machine's own Node.js (20 or newer), so it is plain JavaScript.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const marker = join(root, 'node_modules', '.teal-setup');

/** Installs the locked dependencies (the Node.js 24 that Teal runs on among them) unless that was done already. */
export function setUp() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) stop(`Node.js 20 or newer is needed to install Teal; this is ${process.version}.`);
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted && existsSync(node())) return;
  console.log('Installing dependencies (once) ...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (done.status !== 0) stop('npm ci failed; its messages are above.');
  if (!existsSync(node()))
    stop('The npm package "node" did not bring its program. If npm runs with ignore-scripts, turn that off.');
  writeFileSync(marker, wanted);
}

/** The Node.js 24 that came with the dependencies. */
export function node() {
  return join(root, 'node_modules', 'node', 'bin', 'node');
}

/** The environment in which `node` and the tools are the installed ones. */
export function environment() {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
}

/** Runs a command in the project with the installed tools; its output is shown. Returns its exit status. */
export function run(command, args, more = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment(), ...more });
  if (done.error) stop(`${command} could not be run: ${done.error.message}`);
  return done.status ?? 1;
}

export function stop(message) {
  console.error(message);
  process.exit(1);
}
