import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';

/** The program lies beside the checkout, or where TEAL_ACCEPTANCE says; it is run as it is. */
const program = process.env.TEAL_ACCEPTANCE ?? join(root, '../shared/acceptance/safe-rollout.sh');
const missing = ['curl', 'jq'].filter((name) => !onPath(name));
const obstacle = existsSync(program)
  ? missing.length > 0 && `${missing.join(' and ')} not installed`
  : `no ${program}`;

describe('the acceptance program', () => {
  let teal: Teal;
  beforeAll(async () => {
    teal = await startTeal();
  });
  afterAll(() => teal?.close());

  test('a safe rollout as an Azure ML user types it', async (context) => {
    if (obstacle !== false) context.skip(`not run: ${obstacle}`);
    const env = { ...teal.env, EXAMPLES: 'examples/safe-rollout' };
    const { code, stdout } = await run(join(root, 'bin/teal'), ['exec', '--', 'bash', program], { env });
    expect(stdout.split('\n').filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(code).toBe(0);
  });
});

function onPath(name: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));
}
