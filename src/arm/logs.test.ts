import { expect, test } from 'vitest';
import { parseLogAsk } from './logs.ts';

test('without filters it is the newest hundred requests', () => {
  expect(parseLogAsk({ 'api-version': '2024-10-01' })).toMatchObject({ kind: 'traffic', limit: 100 });
});

test.each([
  ['200', [200, 200]],
  ['5xx', [500, 599]],
  ['4XX', [400, 499]],
  ['400-424', [400, 424]],
  ['0', [0, 0]],
])('status %s is %j', (status, expected) => {
  expect(parseLogAsk({ status }).filter.status).toEqual(expected);
});

test('times have a zone', () => {
  const { since, until } = parseLogAsk({
    since: '2026-01-02T03:04Z',
    until: '2026-01-02T05:04:05.5+02:00',
  }).filter;
  expect([since, until]).toEqual([Date.UTC(2026, 0, 2, 3, 4), Date.UTC(2026, 0, 2, 3, 4, 5, 500)]);
});

test.each([
  [{ colour: 'red' }, 'colour is not a known filter; there are kind, endpoint,'],
  [{ Endpoint: 'x' }, 'Endpoint is not a known filter'],
  [{ kind: 'audit' }, "kind is 'audit'; it must be one of traffic, console, event"],
  [{ kind: 'event', status: '200' }, 'status is only for kind traffic; the lines of kind event have none'],
  [{ kind: 'console', minDurationMs: '1' }, 'minDurationMs is only for kind traffic'],
  [{ status: '6xx' }, "status is '6xx'; it must be a code such as 200"],
  [{ status: '500-400' }, "status is '500-400'"],
  [{ status: '0-500' }, "status is '0-500'"],
  [{ since: 'yesterday' }, "since is 'yesterday'; it must be a time with its zone"],
  [{ until: '2026-01-02T03:04' }, "until is '2026-01-02T03:04'"],
  [{ until: '2026-13-02T03:04:00Z' }, "until is '2026-13-02T03:04:00Z'"],
  [{ since: '2026-01-02T03:04Z', until: '2026-01-02T03:04Z' }, 'it must be before until'],
  [{ contains: '' }, 'contains has 0 characters; it must have 1 to 200'],
  [{ minDurationMs: '-1' }, "minDurationMs is '-1'; it must be a number from 0 to"],
  [{ $top: '0' }, "$top is '0'; it must be a number from 1 to 1000"],
  [{ $top: '1.5' }, "$top is '1.5'"],
])('%j is refused by name', (asked, message) => {
  expect(() => parseLogAsk(asked)).toThrow(message);
});
