import { describe, expect, test } from 'vitest';
import { isZone, localTime } from './local-time.ts';
import { profileAt } from './profiles.ts';
import type { Profile, Schedule } from './settings.ts';

const zone = 'America/Los_Angeles';
const make = (name: string, schedule: Schedule): Profile => ({
  name,
  capacity: { minimum: 1, maximum: 1, fallback: 1 },
  rules: [],
  schedule,
});
const always = make('default', { kind: 'always' });
const weekly = (name: string, days: readonly number[], hour: number, minute = 0) =>
  make(name, { kind: 'weekly', zone, begins: days.map((day) => ({ day, hour, minute })) });
const at = (text: string) => Date.parse(text);
const nameAt = (profiles: readonly Profile[], text: string) => profileAt(profiles, at(text))?.name;

describe('profiles', () => {
  test('without another one the default', () => {
    expect(nameAt([always], '2026-11-21T00:00:00Z')).toBe('default');
    expect(profileAt([], 0)).toBeUndefined();
  });

  test('a weekly one begins at its local time and lasts until another begins', () => {
    const both = [always, weekly('weekend', [6, 0], 6), weekly('week', [6, 0], 19)];
    // Saturday 2026-11-21 06:00 in Los Angeles is 14:00 UTC.
    expect(nameAt(both, '2026-11-21T13:59:59Z')).toBe('week');
    expect(nameAt(both, '2026-11-21T14:00:00Z')).toBe('weekend');
    expect(nameAt(both, '2026-11-22T02:59:00Z')).toBe('weekend');
    expect(nameAt(both, '2026-11-22T03:00:00Z')).toBe('week');
    expect(nameAt(both, '2026-11-25T12:00:00Z')).toBe('week');
  });

  test('it follows daylight saving: the same clock on the wall, another hour of UTC', () => {
    const both = [weekly('weekend', [6], 6), weekly('week', [6], 19)];
    expect(nameAt(both, '2026-07-04T12:59:00Z')).toBe('week');
    expect(nameAt(both, '2026-07-04T13:00:00Z')).toBe('weekend');
  });

  test('alone it lasts all week', () => {
    expect(nameAt([always, weekly('only', [1], 8)], '2026-11-21T00:00:00Z')).toBe('only');
  });

  test('one with dates goes before all others, from its start up to its end', () => {
    const dates = { kind: 'dates', zone, start: '2026-12-24T00:00:00', end: '2026-12-26T12:00:00' } as const;
    const all = [always, weekly('only', [1], 8), make('holidays', dates)];
    expect(nameAt(all, '2026-12-24T07:59:59Z')).toBe('only');
    expect(nameAt(all, '2026-12-24T08:00:00Z')).toBe('holidays');
    expect(nameAt(all, '2026-12-26T20:00:00Z')).toBe('only');
  });

  test('local times', () => {
    expect(localTime(at('2026-01-01T00:30:15Z'), 'Asia/Calcutta')).toEqual({
      text: '2026-01-01T06:00:15',
      day: 4,
      hour: 6,
      minute: 0,
    });
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Middle/Earth')).toBe(false);
  });
});
