import { expect, test } from 'vitest';
import { checkApiVersion } from './api-version.ts';

test.each([
  '2021-10-01',
  '2022-02-01-preview',
  '2022-05-01',
  '2023-04-01-preview',
  '2024-10-01',
  '2025-12-01',
])('%s is accepted', (version) => {
  checkApiVersion(version);
});

test.each([
  ['2021-09-30', "'2021-09-30' is not supported"],
  ['2021-03-01-preview', "'2021-03-01-preview' is not supported"],
  ['2023-13-01', "'2023-13-01' is not supported"],
  ['2023-04-01-beta', "'2023-04-01-beta' is not supported"],
  ['latest', "'latest' is not supported"],
  [['2023-04-01', '2024-04-01'], "'2023-04-01,2024-04-01' is not supported"],
])('%j is refused', (version, words) => {
  expect(() => checkApiVersion(version)).toThrow(
    expect.objectContaining({
      code: 'bad-api-version',
      target: 'api-version',
      message: expect.stringContaining(`api-version query parameter ${words}; it must be a date such as`),
    }),
  );
});

test.each([undefined, ''])('%j is missing', (version) => {
  expect(() => checkApiVersion(version)).toThrow(
    expect.objectContaining({
      code: 'no-api-version',
      target: 'api-version',
      message: expect.stringContaining('api-version query parameter is missing; it must be a date such as'),
    }),
  );
});
