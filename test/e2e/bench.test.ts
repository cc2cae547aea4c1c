import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { environment, newHome } from '../support/teal.ts';

test('a short run of the benchmarks ends well and prints every figure', async () => {
  const { code, stdout, stderr } = await run('node', [join(root, 'bench/main.ts'), '--smoke'], {
    env: environment(newHome()),
  });
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  for (const what of [
    'traffic update, median',
    'deployment create',
    'control plane, resident',
    'median overhead',
  ]) {
    expect(stdout).toContain(what);
  }
});
