import { describe, expect, test } from 'vitest';
import { parseCondition, parseScale, parseTimeGrain } from './condition.ts';
import { offsetOf, zoneNames, zoneOf } from './time-zones.ts';

describe('conditions', () => {
  test.each([
    [
      'CpuUtilizationPercentage > 70 avg 5m',
      {
        metricName: 'CpuUtilizationPercentage',
        operator: 'GreaterThan',
        threshold: 70,
        timeAggregation: 'Average',
        timeWindow: 'PT5M',
      },
    ],
    [
      'Percentage CPU<=0.5 max 1h30m',
      {
        metricName: 'Percentage CPU',
        operator: 'LessThanOrEqual',
        threshold: 0.5,
        timeAggregation: 'Maximum',
        timeWindow: 'PT1H30M',
      },
    ],
    ['a == 1 total PT10M', { operator: 'Equals', timeAggregation: 'Total', timeWindow: 'PT10M' }],
    ['a != 1 count 1d', { operator: 'NotEquals', timeAggregation: 'Count', timeWindow: 'P1D' }],
    [
      '"My/Name.Space" a >= 1,5 min 1m',
      { metricNamespace: 'My/Name.Space', metricName: 'a', threshold: 1.5, timeAggregation: 'Minimum' },
    ],
    [
      'Requests < 10 avg 5m where deployment == blue or green and statusCode != 200',
      {
        dimensions: [
          { DimensionName: 'deployment', Operator: 'Equals', Values: ['blue', 'green'] },
          { DimensionName: 'statusCode', Operator: 'NotEquals', Values: ['200'] },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(parseCondition(text)).toMatchObject(expected);
  });

  test.each([
    '',
    'CPU',
    'CPU > avg 5m',
    'CPU > 70 mean 5m',
    'CPU > 70 avg soon',
    'CPU > 70 avg 5m where x',
    'CPU ~ 70 avg 5m',
    'CPU > 70 avg',
  ])("'%s' is refused, with how it is written", (text) => {
    expect(() => parseCondition(text)).toThrow(
      /^The condition is '.*cannot be understood\. It must be METRIC/,
    );
  });

  test('grains and scales', () => {
    expect(parseTimeGrain('avg 1m')).toEqual({ statistic: 'Average', timeGrain: 'PT1M' });
    expect(parseTimeGrain('5m sum')).toEqual({ statistic: 'Sum', timeGrain: 'PT5M' });
    expect(parseScale('out 2')).toEqual({ direction: 'Increase', type: 'ChangeCount', value: '2' });
    expect(parseScale('in 20%')).toEqual({ direction: 'Decrease', type: 'PercentChangeCount', value: '20' });
    expect(parseScale('to 5')).toEqual({ direction: 'None', type: 'ExactCount', value: '5' });
    for (const text of ['', 'out', 'up 1', 'to 5%', 'out -1', 'out 1.5']) {
      expect(() => parseScale(text)).toThrow(`The scale is '${text}'`);
    }
  });
});

test("every time zone of Azure's is one here, and has an offset", () => {
  for (const name of zoneNames) {
    expect(zoneOf(name.toUpperCase(), 'z')).toMatch(/^[\w/+-]+$/);
    expect(offsetOf(name)).toMatch(/^[+-]\d\d:\d\d$/);
  }
  expect(offsetOf('Pacific Standard Time')).toBe('-08:00');
  expect(offsetOf('AUS Eastern Standard Time')).toBe('+10:00');
  expect(offsetOf('Nepal Standard Time')).toBe('+05:45');
  expect(zoneOf('Europe/Berlin', 'z')).toBe('Europe/Berlin');
  expect(() => zoneOf('Mars', 'z')).toThrow("z is 'Mars'; it must be a time zone");
});
