/**
 * Azure's own npm packages, unmodified, against a real Teal: a program as a user of Azure writes it, run by
 * `teal exec -- node PROGRAM`. The packages are installed once and kept; a change of their lock makes a new folder.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { cache, startTeal, type Teal } from '../support/teal.ts';

const suite = join(import.meta.dirname, 'js-sdk');
const pins = ['package.json', 'package-lock.json'] as const;
const installMs = 600_000;
/** What says that this machine has no way to the package index; anything else is a failure of ours. */
const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/;
const example = join(root, 'examples', 'safe-rollout');

let obstacle: string | undefined;
let teal: Teal | undefined;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'teal-js-'));
  obstacle = await install();
  if (obstacle === undefined) teal = await startTeal();
}, installMs);

afterAll(async () => {
  await teal?.close();
  rmSync(folder, { recursive: true, force: true });
});

test(
  'the npm packages roll a model out safely',
  async (context) => {
    if (teal === undefined) {
      console.warn(obstacle);
      return context.skip(obstacle);
    }
    const program = join(folder, 'rollout.mjs');
    copyFileSync(join(suite, 'rollout.mjs'), program);
    symlinkSync(join(place(), 'node_modules'), join(folder, 'node_modules'));
    const { code, stdout, stderr } = await run('teal', ['exec', '--', 'node', program, example], {
      env: teal.env,
      cwd: folder,
    });
    expect(stdout.trimEnd().split('\n').at(-1), `${stdout}\n${stderr.slice(-6000)}`).toBe('done');
    expect(code).toBe(0);
  },
  installMs,
);

function place(): string {
  const hash = createHash('sha256');
  for (const file of pins) hash.update(readFileSync(join(suite, file)));
  return join(cache, `js-sdk-${hash.digest('hex').slice(0, 12)}`);
}

/** Installs the packages unless they are there; why this machine cannot have them, or undefined. */
async function install(): Promise<string | undefined> {
  const kept = place();
  if (existsSync(kept)) return undefined;
  const making = `${kept}.${process.pid}`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  for (const file of pins) copyFileSync(join(suite, file), join(making, file));
  const words = [
    'ci',
    '--prefix',
    making,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--fetch-retries=1',
  ];
  const { code, stderr } = await run('npm', words, { env: process.env, cwd: making });
  if (code === 0 && !existsSync(kept)) renameSync(making, kept);
  else rmSync(making, { recursive: true, force: true });
  if (code === 0) return undefined;
  const reason = unreachable.exec(stderr)?.[0];
  if (reason === undefined) throw new Error(stderr);
  return `@azure/arm-machinelearning cannot be installed here: npm says ${reason}`;
}
