import { expect, test } from 'vitest';
import { newRequestId } from './request-id.ts';

test('ids are random UUIDs, and none comes twice', () => {
  const ids = Array.from({ length: 2000 }, newRequestId);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(ids.length);
  // Every digit but those that say the kind is any of the sixteen.
  for (let place = 0; place < 36; place += 1) {
    const digits = new Set(ids.map((id) => id[place]));
    const kinds = place === 14 || [8, 13, 18, 23].includes(place) ? 1 : 16;
    expect(digits.size).toBe(place === 19 ? 4 : kinds);
  }
});
