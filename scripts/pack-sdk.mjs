// Packs src/sdk as a package of its own: dist/teal-sdk-VERSION.tgz. `--out DIR` packs elsewhere.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environment, root, run, setUp, stop } from './setup.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
const out = resolve(values.out);
const folder = join(out, 'sdk');
const lib = join(folder, 'lib');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

setUp();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
// Two builds: the first knows the browser's types alone, so nothing of Node.js can get into it.
for (const part of ['browser', 'node']) {
  if (run('tsc', ['-p', `scripts/sdk/tsconfig.${part}.json`, '--outDir', lib]) !== 0) stop('tsc failed.');
}
for (const path of filesIn(lib)) finish(path);
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
writeFileSync(join(folder, 'README.md'), readme());
cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
cpSync(join(root, 'examples', 'sdk'), join(folder, 'examples'), { recursive: true });
pack();

function manifest() {
  const door = (room) => ({ types: `./lib/${room}/entry.d.ts`, default: `./lib/${room}/entry.js` });
  return {
    name: 'teal-sdk',
    version,
    description:
      'Typed client of Teal for Node.js and browsers: endpoints, deployments, traffic, assets, scoring',
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.3' },
    types: './lib/sdk/entry.d.ts',
    exports: { '.': door('sdk'), './node': door('sdk-node'), './package.json': './package.json' },
    files: ['lib', 'examples'],
  };
}

/** tsc leaves the endings in declarations as they are written; and what it may import is checked once more. */
function finish(path) {
  if (path.endsWith('.map')) return relocate(path);
  if (!/\.(js|d\.ts)$/.test(path)) return;
  const written = readFileSync(path, 'utf8');
  const text = path.endsWith('.d.ts') ? written.replace(/(from '\.[^']*)\.ts'/g, "$1.js'") : written;
  if (text !== written) writeFileSync(path, text);
  const name = relative(lib, path);
  const imports = [...text.matchAll(/\b(?:from|import)\s*\(?['"]([^'"]+)['"]/g)].map(
    ([, specifier]) => specifier,
  );
  const foreign = imports.filter(
    (specifier) =>
      !/^\.\.?\//.test(specifier) && !(name.startsWith('sdk-node') && specifier.startsWith('node:')),
  );
  if (foreign.length > 0) stop(`${name} imports ${foreign.join(', ')}; the package has no dependencies.`);
  // Rules of the service that it tells beforehand, `sdk/allowed.ts` for instance, are the service's own.
  if (!/^(sdk(-node)?|arm|domain)\//.test(name))
    stop(`${name} is no part of the SDK, but was compiled with it.`);
}

/** A source map names its source from the root of Teal, not from where this machine keeps it. */
function relocate(path) {
  const map = JSON.parse(readFileSync(path, 'utf8'));
  const sources = map.sources.map((source) => source.replace(/^.*\/src\//, 'teal:///src/'));
  writeFileSync(path, JSON.stringify({ ...map, sources }));
}

/** The guide, its links to the examples and out of the package made good. */
function readme() {
  return readFileSync(join(root, 'docs', 'guide', 'sdk.md'), 'utf8')
    .replaceAll('](../../examples/sdk/', '](examples/')
    .replace(/\[([^\]]+)\]\(\.\.?\/[^)]*\)/g, '$1');
}

function pack() {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
  const done = spawnSync('npm', words, { cwd: folder, env: environment(), encoding: 'utf8' });
  if (done.status !== 0) stop(`npm pack failed: ${done.stderr}`);
  const [{ filename, size, unpackedSize, entryCount }] = Object.values(JSON.parse(done.stdout));
  const script = filesIn(lib).filter((path) => path.endsWith('.js'));
  const bytes = script.reduce((sum, path) => sum + statSync(path).size, 0);
  console.log(
    `${relative(process.cwd(), join(out, filename))}: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked in ${entryCount} files, of it ${kilobytes(bytes)} JavaScript`,
  );
}

function filesIn(place) {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function kilobytes(size) {
  return `${(size / 1000).toFixed(1)} kB`;
}
