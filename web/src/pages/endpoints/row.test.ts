import { expect, test } from 'vitest';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { rateInWords, rowsOf, shareInWords } from './row.ts';

const endpoint = (name: string) => ({ name }) as unknown as EndpointResource;

test('each endpoint has its own load; one without requests has none, and one that is gone is not shown', () => {
  const value = [
    { name: 'churn', requests: [30, 0, 15], errors: [3, 0, 0] },
    { name: 'gone', requests: [1, 1, 1], errors: [0, 0, 0] },
  ];
  const load = { from: '2026-01-01T00:00:00Z', intervalSeconds: 15, value };
  expect(rowsOf([endpoint('churn'), endpoint('prices')], load)).toEqual([
    { endpoint: endpoint('churn'), load: { rates: [2, 0, 1], rate: 1, requests: 45, errors: 3 } },
    { endpoint: endpoint('prices'), load: { rates: [], rate: 0, requests: 0, errors: 0 } },
  ]);
});

test('numbers are as short as they can be without being wrong', () => {
  expect([0, 0.04, 0.26, 9.96, 12.4, 123].map(rateInWords)).toEqual(['0', '0.0', '0.3', '10.0', '12', '123']);
  const share = (requests: number, errors: number) => shareInWords({ rates: [], rate: 0, requests, errors });
  expect([share(0, 0), share(10_000, 2), share(1000, 9), share(100, 3), share(3, 3)]).toEqual([
    '0 %',
    '0.02 %',
    '0.9 %',
    '3 %',
    '100 %',
  ]);
});
