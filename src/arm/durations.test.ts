import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './durations.ts';

test.each([
  ['PT5S', 5000],
  ['PT0.5S', 500],
  ['PT0.500000S', 500],
  ['PT1M30S', 90_000],
  ['PT1H', 3_600_000],
  ['P1D', 86_400_000],
  ['P1DT1H1M1S', 90_061_000],
  ['P0D', 0],
  ['PT0S', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text, 'x')).toBe(milliseconds);
});

test.each(['', 'P', 'PT', 'P1DT', '5', '5s', 'PT5', 'pt5s', '-PT5S', 'PT-5S', 'PT.5S', 'P1M', 'PT5S '])(
  '"%s" is refused with its path',
  (text) => {
    expect(() => parseDuration(text, 'properties.requestSettings.requestTimeout')).toThrow(
      expect.objectContaining({
        code: 'bad-argument',
        target: 'properties.requestSettings.requestTimeout',
        message: `properties.requestSettings.requestTimeout is '${text}'; it must be an ISO 8601 duration such as PT5S.`,
      }),
    );
  },
);

test('every whole number of milliseconds comes back', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e12 }), (milliseconds) => {
      expect(parseDuration(formatDuration(milliseconds), 'x')).toBe(milliseconds);
    }),
  );
});
