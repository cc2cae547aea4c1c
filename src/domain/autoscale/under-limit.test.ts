import { describe, expect, test } from 'vitest';
import { underLimit } from './under-limit.ts';

describe('the limit of instances', () => {
  const wanted = { instances: 5, verdict: 'out', why: 'busy' } as const;

  test.each<[string, number, number, object]>([
    ['leaves what it allows', 5, 2, wanted],
    ['leaves no limit alone', Number.POSITIVE_INFINITY, 2, wanted],
    ['cuts what goes further', 4, 2, { instances: 4, verdict: 'out' }],
    ['holds what may not go on', 2, 2, { instances: 2, verdict: 'held' }],
    ['takes nothing away', 1, 3, { instances: 3, verdict: 'held' }],
  ])('%s', (_, most, instances, expected) => {
    expect(underLimit(wanted, most, { instances })).toMatchObject(expected);
  });

  test('is the reason of what it changes', () => {
    const { why } = underLimit(wanted, 4, { instances: 2 });
    expect(why).toBe('busy, but 4 is the limit instances-per-deployment');
  });

  test('never hinders instances from going', () => {
    const less = { instances: 1, verdict: 'in', why: 'calm' } as const;
    expect(underLimit(less, 2, { instances: 9 })).toBe(less);
  });
});
