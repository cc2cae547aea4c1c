import { expect, test } from 'vitest';
import { hrefOf, paths } from './paths.ts';

test('names are encoded, and what is not asked is left out', () => {
  expect(hrefOf(paths.endpoint('churn'))).toBe('/endpoints/churn/details');
  expect(hrefOf(paths.endpoint('churn', 'logs', { deployment: 'blue', container: undefined }))).toBe(
    '/endpoints/churn/logs?deployment=blue',
  );
  expect(hrefOf(paths.model('a/b c', '1'))).toBe('/models/a%2Fb%20c?version=1');
  expect(hrefOf(paths.newEndpoint({ model: 'iris', version: '2' }))).toBe(
    '/endpoints/new?model=iris&version=2',
  );
  expect(hrefOf(paths.signIn('/endpoints?name=x'))).toBe('/sign-in?then=%2Fendpoints%3Fname%3Dx');
});
