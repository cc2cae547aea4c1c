import { expect, test } from 'vitest';
import { ArmError, TransportError } from '../../../src/sdk/errors.ts';
import { fieldProblems, problemOf } from './problem.ts';

const refused = (target: string, details: { code: string; message: string; target?: string }[] = []) =>
  new ArmError(400, { code: 'UserError', message: 'The traffic is 90.', target, details }, 'r-1');
const names = { traffic: 'properties.traffic', name: 'name' };

test('an error that names a field stands beside it, below it, and nowhere else', () => {
  expect(fieldProblems(refused('properties.traffic'), names)).toEqual({
    fields: { traffic: 'The traffic is 90.' },
    isPlaced: true,
  });
  expect(fieldProblems(refused('Properties.Traffic.blue'), names).isPlaced).toBe(true);
  expect(fieldProblems(refused('properties.trafficLights'), names)).toEqual({ fields: {}, isPlaced: false });
  expect(fieldProblems(new Error('traffic'), names)).toEqual({ fields: {}, isPlaced: false });
});

test('each detail stands beside its own field; the whole is placed only when its own message is', () => {
  const details = [{ code: 'UserError', message: 'Too long.', target: 'name' }];
  expect(fieldProblems(refused('properties', details), names)).toEqual({
    fields: { name: 'Too long.' },
    isPlaced: false,
  });
});

test('what is shown is the message of the service, what to do, and the name of the request', () => {
  expect(problemOf(new ArmError(412, { code: 'PreconditionFailed', message: 'Not so.' }, 'r-2'))).toEqual({
    title: 'Teal refused it',
    message: 'Not so.',
    advice: 'Somebody changed it meanwhile. Look at what is there now, then try again.',
    field: undefined,
    requestId: 'r-2',
  });
  expect(problemOf(new TransportError('nobody there')).title).toBe('Teal cannot be reached');
  expect(problemOf('odd').message).toBe('odd');
});
