import { expect, test } from 'vitest';
import { DomainError, type ErrorCode } from '../domain/errors.ts';
import { errorBody, errorStatus } from './errors.ts';

test.each<[ErrorCode, number, string]>([
  ['bad-argument', 400, 'UserError'],
  ['bad-api-version', 400, 'InvalidApiVersionParameter'],
  ['no-api-version', 400, 'MissingApiVersionParameter'],
  ['bad-media-type', 415, 'UnsupportedMediaType'],
  ['unauthorized', 401, 'InvalidAuthenticationToken'],
  ['not-found', 404, 'ResourceNotFound'],
  ['exists', 409, 'ResourceExists'],
  ['conflict', 409, 'Conflict'],
  ['immutable-asset', 409, 'UserError'],
  ['precondition-failed', 412, 'PreconditionFailed'],
  ['too-large', 413, 'RequestBodyTooLarge'],
  ['unsupported', 400, 'NotSupported'],
  ['storage-full', 507, 'InsufficientStorage'],
  ['unavailable', 503, 'ServiceUnavailable'],
  ['internal', 500, 'InternalServerError'],
])('%s is answered with %d %s', (code, status, armCode) => {
  const error = new DomainError(code, 'No.');
  expect(errorStatus(error)).toBe(status);
  expect(errorBody(error).error).toEqual({ code: armCode, message: 'No.', details: [], additionalInfo: [] });
});

test('a refused asset says the words that official SDKs compare', () => {
  const { error } = errorBody(new DomainError('immutable-asset', 'Asset paths cannot be updated.'));
  expect(`(${error.code}) ${error.message}`).toBe('(UserError) Asset paths cannot be updated.');
});

test('a body names the target, the details and the request, but nothing that is for the log', () => {
  const details = [{ code: 'InvalidField', message: 'No colour.', target: 'colour' }];
  const error = new DomainError('bad-argument', 'No.', {
    target: 'colour',
    details,
    log: '/home/secret',
    cause: new Error('/home/secret'),
  });
  const body = errorBody(error, 'request-1');
  expect(body.error).toMatchObject({
    target: 'colour',
    details,
    additionalInfo: [{ type: 'RequestId', info: { value: 'request-1' } }],
  });
  expect(JSON.stringify(body)).not.toContain('secret');
});
