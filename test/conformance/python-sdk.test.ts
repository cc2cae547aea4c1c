/**
 * Azure's own Python package, unmodified, against a real Teal: programs as a user of Azure writes them, run by
 * `teal exec -- python PROGRAM`. The packages are installed once and kept; a change of their pins makes a new folder.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { cache, startTeal, type Teal } from '../support/teal.ts';

const suite = join(import.meta.dirname, 'python-sdk');
const installMs = 600_000;
/** What says that this machine has no way to the package index, or no venv; anything else is a failure of ours. */
const unreachable = /connection|timed out|name resolution|proxy|SSLError|ensurepip/i;
const example = join(root, 'examples', 'safe-rollout');

describe.each(['newest', 'older'])('the %s azure-ai-ml that is tested', (pins) => {
  let obstacle: string | undefined;
  let teal: Teal;
  let folder: string;

  beforeAll(async () => {
    obstacle = await install(pins);
    if (obstacle !== undefined) return;
    folder = mkdtempSync(join(tmpdir(), 'teal-python-'));
    teal = await startTeal();
  }, installMs);

  afterAll(async () => {
    await teal?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  test.for([
    ['rolls a model out safely', 'rollout.py', example],
    ['uploads and downloads', 'storage.py'],
    ['finds its workspace', 'names.py'],
  ])('%s', async ([_, program = '', ...words], context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    const { code, stdout, stderr } = await run(
      'teal',
      ['exec', '--', pythonOf(pins), join(suite, program), ...words],
      { env: teal.env, cwd: folder },
    );
    expect(stdout.trimEnd().split('\n').at(-1), `${stdout}\n${stderr.slice(-6000)}`).toBe('done');
    expect(code).toBe(0);
  });
});

test(
  'what `teal env` prints does the same in a shell',
  async (context) => {
    const obstacle = await install('newest');
    if (obstacle !== undefined) context.skip(obstacle);
    const teal = await startTeal();
    try {
      const program = [
        'import os',
        'from azure.identity import DefaultAzureCredential',
        'print(len(DefaultAzureCredential().get_token("https://management.azure.com/.default").token.split(".")))',
        'print(os.environ.get("AZURE_CLIENT_ID"))',
      ].join('\n');
      const { stdout, stderr } = await run(
        'sh',
        ['-c', 'eval "$(teal env)"; "$0" -c "$1"', pythonOf('newest'), program],
        {
          env: {
            ...teal.env,
            AZURE_CLIENT_ID: 'somebody',
            AZURE_TENANT_ID: 'else',
            AZURE_CLIENT_SECRET: "'x",
          },
        },
      );
      expect(stdout, stderr).toBe('3\nNone\n');
    } finally {
      await teal.close();
    }
  },
  installMs,
);

function placeOf(pins: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(suite, `${pins}.txt`)))
    .digest('hex')
    .slice(0, 12);
  return join(cache, 'python-sdk', `${pins}-${hash}`);
}

function pythonOf(pins: string): string {
  return join(placeOf(pins), 'bin', 'python');
}

/** Makes the environment unless it is there; why this machine cannot have it, or undefined. */
async function install(pins: string): Promise<string | undefined> {
  const place = placeOf(pins);
  if (existsSync(place)) return undefined;
  const making = `${place}.${process.pid}`;
  mkdirSync(join(cache, 'python-sdk'), { recursive: true, mode: 0o700 });
  const env = process.env;
  const made = await run('python3', ['-m', 'venv', making], { env });
  const wanted = [
    '-m',
    'pip',
    'install',
    '-q',
    '--disable-pip-version-check',
    '-r',
    join(suite, `${pins}.txt`),
  ];
  const installed = made.code === 0 ? await run(join(making, 'bin', 'python'), wanted, { env }) : made;
  if (installed.code === 0 && !existsSync(place)) renameSync(making, place);
  else rmSync(making, { recursive: true, force: true });
  if (installed.code === 0) return undefined;
  if (!unreachable.test(installed.stderr)) throw new Error(installed.stderr);
  return `azure-ai-ml cannot be installed here: ${installed.stderr.trim().slice(-300)}`;
}
