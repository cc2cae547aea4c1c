import { expect, test } from 'vitest';
import { freshRequestId } from './request-id.ts';

test('every id is a random UUID, and no other', () => {
  const ids = Array.from({ length: 1000 }, freshRequestId);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(1000);
  // Each digit takes every value somewhere, but for the version and the variant.
  for (const at of [0, 7, 9, 12, 15, 17, 21, 22, 24, 35]) {
    expect(new Set(ids.map((id) => id[at])).size).toBe(16);
  }
});
