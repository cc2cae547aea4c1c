// Builds Studio: web -> web/dist. `--if-stale` only when it is missing or older than what it is made of; `--dev` serves it
// from its sources instead, in front of the Teal at TEAL_URL. `--prepare` is npm's own call at the end of `npm ci`.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { environment, root, run, setUp, stop } from './setup.mjs';

const words = process.argv.slice(2);
const web = join(root, 'web');
const dist = join(web, 'dist');

const hasTools = existsSync(join(root, 'node_modules', 'vite'));

if (words.includes('--prepare')) prepare();
else {
  if (!hasTools) setUp();
  if (words.includes('--dev')) process.exit(run('vite', [web]));
  const isWanted = words.includes('--if-stale') ? isStale : () => true;
  if (isWanted() && !alone(() => !isWanted() || build())) stop('Studio could not be built; see above.');
}

/** Teal runs without Studio, so an installation does not fail for it: a server's has no tools to build with. */
function prepare() {
  if (!hasTools) {
    console.error('Studio was not built: its tools are development dependencies, which were left out.');
  } else if (isStale() && !alone(build)) {
    console.error('Studio could not be built; see above. Everything else is there.');
  }
}

/** Tests begin together, and each wants a build: the first makes it, the others wait and find it made. */
function alone(work) {
  const lock = join(web, '.dist-lock');
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** True when it is ours now; one whose owner ended without giving it back is nobody's. */
function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
  } catch {
    rmSync(lock, { force: true });
  }
  return false;
}

/** Beside the old one until it is whole, so that a running Teal and other builds are not in the way. */
function build() {
  console.log('Building Studio ...');
  const fresh = join(web, `.dist-${process.pid}`);
  const old = `${fresh}-old`;
  // Whoever asks may be a test, whose NODE_ENV would make it a build for development.
  const env = { ...environment(), NODE_ENV: 'production' };
  const status = run('vite', ['build', web, '--outDir', fresh, '--logLevel', 'warn'], { env });
  if (status === 0) {
    pack(fresh);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  }
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

/** Once for all: the server sends what was packed here to every browser that takes it. */
function pack(folder) {
  for (const path of filesIn(folder)) {
    if (!/\.(js|css|svg)$/.test(path)) continue;
    const content = readFileSync(path);
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${path}.br`, brotliCompressSync(content));
  }
}

function isStale() {
  const built = join(dist, 'index.html');
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  return sources().some((path) => statSync(path).mtimeMs > since);
}

/** What a build is made of. */
function sources() {
  const folders = ['web/src', 'web/public', 'src/sdk'].map((name) => join(root, name));
  const files = folders.flatMap(filesIn);
  const single = ['web/index.html', 'web/vite.config.ts', 'package-lock.json'];
  return [...files, ...single.map((name) => join(root, name))];
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
