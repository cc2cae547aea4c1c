/** The table of allowed actions as pages read it; what ties it to the service's answers is in test/contract/studio. */
import { expect, test } from 'vitest';
import {
  allowedOnDeployment,
  allowedOnEndpoint,
  type ShownDeployment,
  type ShownEndpoint,
} from './allowed.ts';

const endpoint = (
  provisioningState = 'Succeeded',
  more: Partial<ShownEndpoint['properties']> = {},
): ShownEndpoint => ({
  name: 'churn',
  kind: 'Managed',
  properties: { authMode: 'Key', traffic: { blue: 90, green: 10 }, provisioningState, ...more },
});
const deployment = (name: string, provisioningState = 'Succeeded'): ShownDeployment => ({
  name,
  properties: { provisioningState },
});
const refused = (allowed: Readonly<Record<string, { readonly message: string } | null>>) =>
  Object.entries(allowed).flatMap(([action, refusal]) => (refusal === null ? [] : [action]));

test.each<[string, ShownEndpoint, string[]]>([
  ['in order', endpoint(), ['issueToken']],
  ['being changed', endpoint('Updating'), ['issueToken']],
  ['with tokens', endpoint('Succeeded', { authMode: 'AMLToken' }), ['listKeys', 'regenerateKey']],
  ['on a compute', { ...endpoint(), kind: 'K8S' }, ['setMirror', 'issueToken']],
  [
    'being deleted',
    endpoint('Deleting'),
    ['edit', 'setTraffic', 'setMirror', 'addDeployment', 'regenerateKey', 'issueToken', 'undo'],
  ],
])('an endpoint that is %s', (_state, shown, actions) => {
  expect(refused(allowedOnEndpoint(shown))).toEqual(actions);
});

test.each<[string, ShownDeployment, ShownEndpoint, string[]]>([
  ['with live traffic', deployment('blue'), endpoint(), ['takeMirror', 'delete']],
  ['without', deployment('red'), endpoint(), []],
  ['that JavaScript knows', deployment('constructor'), endpoint(), []],
  ['being made', deployment('red', 'Creating'), endpoint(), ['takeTraffic', 'takeMirror']],
  ['that failed', deployment('red', 'Failed'), endpoint(), []],
  ['being deleted', deployment('red', 'Deleting'), endpoint(), ['edit', 'takeTraffic', 'takeMirror']],
  ['on a compute', deployment('red'), { ...endpoint(), kind: 'K8S' }, ['takeMirror']],
  [
    'of an endpoint that is being deleted',
    deployment('red', 'Deleting'),
    endpoint('Deleting', { traffic: {} }),
    ['edit', 'takeTraffic', 'takeMirror'],
  ],
])('a deployment %s', (_state, shown, of, actions) => {
  expect(refused(allowedOnDeployment(shown, of))).toEqual(actions);
});

test('a refusal says what to do', () => {
  expect(allowedOnDeployment(deployment('blue'), endpoint()).delete).toEqual({
    code: 'bad-argument',
    message:
      "The deployment 'blue' takes 90 percent of live traffic; set its traffic to 0 before you delete it.",
    target: 'name',
  });
});
