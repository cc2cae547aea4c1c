import { expect, test } from 'vitest';
import { nameProblem } from './names.ts';

test('a name that the service would take has no problem', () => {
  for (const name of ['abc', 'a-1', 'Churn-2026']) expect(nameProblem('endpoint', name)).toBeUndefined();
  for (const name of ['1', 'iris.v2', 'a_b-c']) expect(nameProblem('model', name)).toBeUndefined();
});

test('any other has what the service would say', () => {
  expect(nameProblem('endpoint', 'ab')).toMatch(/at least 3/);
  expect(nameProblem('deployment', '1blue')).toMatch(/must start with a letter/);
  expect(nameProblem('environment', '-x')).toMatch(/environment name '-x' must start with a letter or digit/);
  expect(nameProblem('version', 'a b')).toMatch(/version 'a b'/);
});
