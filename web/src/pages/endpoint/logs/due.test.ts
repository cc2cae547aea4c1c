import { expect, test } from 'vitest';
import type { TealEvent } from '../../../../../src/sdk/events.ts';
import { dueBy } from './due.ts';

const beat = (...endpoints: readonly string[]): TealEvent => ({
  kind: 'metrics',
  at: '2026-01-01T00:00:00Z',
  seconds: 5,
  endpoints: Object.fromEntries(endpoints.map((name) => [name, { requests: 1, errors: 0 }])),
});
const changed: TealEvent = {
  kind: 'deployment',
  id: '/d',
  endpoint: 'churn',
  deployment: 'blue',
  state: 'Updating',
};

test('requests are read again when the endpoint had some', () => {
  expect(dueBy(beat('churn'), 'churn', 'traffic')).toBe('now');
  expect(dueBy(beat('other'), 'churn', 'traffic')).toBe('no');
  expect(dueBy(changed, 'churn', 'traffic')).toBe('no');
});

test('events of instances are read again when something happened to one', () => {
  expect(dueBy(changed, 'churn', 'event')).toBe('later');
  expect(dueBy(changed, 'other', 'event')).toBe('no');
  expect(dueBy(beat('churn'), 'churn', 'event')).toBe('no');
});

test('whatever was missed is read', () => {
  expect(dueBy({ kind: 'reset' }, 'churn', 'event')).toBe('now');
  expect(dueBy({ kind: 'lost', error: undefined }, 'churn', 'event')).toBe('no');
});
