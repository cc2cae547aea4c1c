import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';

test('a soak of ten seconds: nothing fails, nothing goes astray, every figure is printed', async () => {
  const { code, stdout, stderr } = await run('node', [join(root, 'bench/soak.ts'), '--smoke'], {
    env: process.env,
  });
  expect(stderr).not.toContain('Error');
  expect(stdout).toContain('failed 0, misrouted 0');
  expect(code).toBe(0);
  for (const process of ['supervisor', 'control', 'router 0', 'router 1', 'scoring of shadow']) {
    expect(stdout).toMatch(new RegExp(`${process} .*slope -?[\\d.]+ MB/hour; descriptors \\d+`));
  }
  for (const what of ['answers/s', 'flips, p50', 'crashes, with', 'copies: {"ended":']) {
    expect(stdout).toContain(what);
  }
});
