// The browser of the browser tests: Debian's Chromium, installed where it is missing and this user may install it.
// Prints its path, or on standard error why there is none (exit code 1).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
// Another program that installs at the same time is waited for.
const patiently = ['-o', 'DPkg::Lock::Timeout=600'];

if (find() === undefined) install();
console.log(find());

function find() {
  return places.find((path) => existsSync(path));
}

function install() {
  if (process.getuid?.() !== 0) none('it is not installed, and only root may install it');
  if (!existsSync('/usr/bin/apt-get')) none('it is not installed, and this system has no apt-get');
  console.error('Installing chromium (once) ...');
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  if (find() === undefined) none('apt-get installed it, but it is in none of the known places');
}

function apt(...words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const done = spawnSync('apt-get', [...patiently, ...words], { env, encoding: 'utf8' });
  if (done.status !== 0) none(`apt-get ${words[0]} failed: ${(done.stderr ?? '').trim().slice(-500)}`);
}

function none(reason) {
  console.error(`No Chromium: ${reason}.`);
  process.exit(1);
}
