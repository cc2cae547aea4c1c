/** Azure ML's REST API as a shell sees it: the example of curl and jq, run by `teal exec` against a real Teal. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';

const program = join(root, 'examples', 'rest', 'rollout.sh');
const missing = ['curl', 'jq'].filter((name) => !onPath(name));
/** The first run on a machine installs the packages of two environments. */
const withinMs = 900_000;

describe('the REST API from a shell', () => {
  let teal: Teal;
  beforeAll(async () => {
    teal = await startTeal();
  }, withinMs);
  afterAll(() => teal?.close(), withinMs);

  test('a safe rollout with curl and jq', { timeout: withinMs }, async (context) => {
    if (missing.length > 0) context.skip(`not run: ${missing.join(' and ')} not installed`);
    const { code, stdout, stderr } = await run('teal', ['exec', '--', 'bash', program], { env: teal.env });
    const lines = stdout.trimEnd().split('\n');
    expect(
      lines.filter((line) => line.startsWith('FAIL')),
      stderr.slice(-4000),
    ).toEqual([]);
    expect(lines.at(-1), stderr.slice(-4000)).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(code).toBe(0);
  });

  test('a failed check is a failure of the program', async (context) => {
    if (missing.length > 0) context.skip(`not run: ${missing.join(' and ')} not installed`);
    const line = 'IDENTITY_HEADER=wrong exec bash "$0"';
    const { code, stdout } = await run('teal', ['exec', '--', 'bash', '-c', line, program], {
      env: teal.env,
    });
    expect(stdout).toMatch(/^FAIL a token of the managed identity: .*401/m);
    expect(stdout).toMatch(/^\d+ passed, 1 failed$/m);
    expect(code).toBe(1);
  });
});

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}
