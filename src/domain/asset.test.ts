import { expect, test } from 'vitest';
import { nextVersion } from './asset.ts';

test.each<[string[], string]>([
  [[], '1'],
  [['1'], '2'],
  [['1', '10', '9'], '11'],
  [['0'], '1'],
  [['007'], '8'],
  [['v1', '1.5', '-3', '2e3', ' 4'], '1'],
  [['3', '5f3c0e'], '4'],
  [['20240131235959000000'], '1'],
])('after the versions %j comes %s', (versions, next) => {
  expect(nextVersion(versions)).toBe(next);
});
