import { expect, test } from 'vitest';
import { deploymentState, type Failure } from './deployment.ts';
import { endpointState } from './endpoint.ts';

const failure = { code: 'ResourceNotReady', message: 'No.' };

test.each([
  ['Creating', 1, 0, false],
  ['Creating', 3, 0, false],
  ['Succeeded', 1, 1, false],
  ['Updating', 2, 1, false],
  ['Deleting', 2, 1, true],
  ['Deleting', 1, 0, true],
])('an endpoint is %s at generation %d when %d is observed and deleting is %s', (state, ...rest) => {
  const [generation, observedGeneration, deleting] = rest;
  expect(endpointState({ generation, observedGeneration, deleting })).toBe(state);
});

test.each<[string, number, number, boolean, Failure | null]>([
  ['Creating', 1, 0, false, null],
  ['Succeeded', 1, 1, false, null],
  ['Failed', 1, 1, false, failure],
  ['Updating', 2, 1, false, null],
  ['Updating', 2, 1, false, failure],
  ['Deleting', 2, 1, true, failure],
])(
  'a deployment is %s at generation %d when %d is observed, deleting is %s and failure %j',
  (state, ...rest) => {
    const [generation, observedGeneration, deleting, failed] = rest;
    expect(deploymentState({ generation, observedGeneration, deleting, failure: failed })).toBe(state);
  },
);
