import { expect, test } from 'vitest';
import { seriesColours, seriesDashes } from './series.ts';
import { sparkPath } from './spark-path.ts';
import { splitInWords } from './split.ts';

test('blue is blue and green is green, and no two have the same colour while there are enough', () => {
  const names = ['green', 'canary', 'blue', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7'];
  for (const isDark of [false, true]) {
    const colours = seriesColours(names, isDark);
    expect(new Set(colours.values()).size).toBe(names.length);
    expect(seriesColours(['blue'], isDark).get('blue')).toBe(colours.get('blue'));
  }
  expect(seriesColours([...names, 'v8', 'v9'], false).size).toBe(11);
});

test('a curve spans its box, also of one value, of none, and of nothing but 0', () => {
  expect(sparkPath([0, 5, 10], 88, 24)).toBe('M0 23L44 12L88 1');
  expect(sparkPath([7], 88, 24)).toBe('M0 1L88 1');
  expect(sparkPath([], 88, 24)).toBe('M0 23L88 23');
  expect(sparkPath([0, 0], 88, 24)).toBe('M0 23L88 23');
});

test('a split in words leaves out who gets nothing', () => {
  expect(splitInWords({ blue: 90, green: 10, old: 0 })).toBe('blue 90 %, green 10 %');
  expect(splitInWords({ blue: 0 })).toBe('no traffic');
});

test('lines next to each other have other strokes, and so have those of one colour', () => {
  const colours = Array.from({ length: 20 }, (_, place) => `colour ${place % 6}`);
  const drawn = seriesDashes(colours).map((dash, place) => ({
    colour: colours[place],
    dash: dash.join(' '),
  }));
  expect(new Set(drawn.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(20);
  const alike = drawn.filter(({ dash }, place) => dash === drawn[place - 1]?.dash);
  expect(alike).toEqual([]);
});
