import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';

test.each([
  ['growth.ts', ['whole table', 'idle connections']],
  ['growth-control.ts', ['first turn', 'change p50']],
])('a short run of %s ends well and prints its table', async (script, figures) => {
  const { code, stdout, stderr } = await run('node', [join(root, 'bench', script), '--smoke'], {
    env: process.env,
  });
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  for (const figure of figures) expect(stdout).toContain(figure);
});
