import { expect, test } from 'vitest';
import { dashesOf, type Line } from './line.ts';

const line: Line = {
  key: 'a',
  label: 'a',
  colour: 'red',
  dash: [8, 4],
  values: new Float64Array(),
  facts: [],
};

test('lines are dashed as long as a browser draws that at once', () => {
  const day = new Float64Array(24 * 60);
  expect(dashesOf(day, [line, line])).toEqual([
    [8, 4],
    [8, 4],
  ]);
  const many = Array.from({ length: 20 }, () => line);
  expect(dashesOf(day, many)).toEqual(many.map(() => []));
  expect(dashesOf(day.subarray(0, 180), many)[19]).toEqual([8, 4]);
});
