import { expect, test } from 'vitest';
import { type Condition, checkCondition } from './conditions.ts';

const what = "endpoint 'churn'";

test.each<[Condition, number | undefined]>([
  [{}, undefined],
  [{}, 3],
  [{ ifMatch: '"3"' }, 3],
  [{ ifMatch: '3' }, 3],
  [{ ifMatch: 'W/"3"' }, 3],
  [{ ifMatch: '*' }, 3],
  [{ ifNoneMatch: '*' }, undefined],
])('%j holds for generation %s', (condition, generation) => {
  checkCondition(condition, generation, what);
});

test.each<[Condition, number | undefined, string, string]>([
  [{ ifMatch: '"2"' }, 3, 'If-Match', 'its ETag is "3"'],
  [{ ifMatch: '"03"' }, 3, 'If-Match', 'its ETag is "3"'],
  [{ ifMatch: '' }, 3, 'If-Match', 'its ETag is "3"'],
  [{ ifMatch: '"3"' }, undefined, 'If-Match', 'it does not exist'],
  [{ ifMatch: '*' }, undefined, 'If-Match', 'it does not exist'],
  [{ ifNoneMatch: '*' }, 3, 'If-None-Match', `The ${what} exists already`],
])('%j does not hold for generation %s', (condition, generation, target, words) => {
  expect(() => checkCondition(condition, generation, what)).toThrow(
    expect.objectContaining({
      code: 'precondition-failed',
      target,
      message: expect.stringContaining(words),
    }),
  );
});
