import { expect, test } from 'vitest';
import { minuteMs, secondMs } from '../../domain/metrics/ports.ts';
import { parseFilter } from './filter.ts';
import { parseQuery } from './query.ts';

const now = Date.UTC(2030, 0, 2, 3, 4, 5);
const query = (asked: Record<string, string>) => parseQuery(asked, 'endpoint', now);

test('with nothing asked it is the last hour of the first metric by minutes', () => {
  expect(query({})).toMatchObject({
    from: Date.UTC(2030, 0, 2, 2, 4),
    to: now,
    grainMs: minuteMs,
    intervalMs: minuteMs,
    interval: 'PT1M',
    metrics: [{ name: 'RequestsPerMinute' }],
    aggregations: [],
    split: [],
  });
});

test.each([
  ['2030-01-02T01:00:00Z/2030-01-02T02:00:00Z', [1, 2]],
  ['2030-01-02T01:00:00/2030-01-02T02:00:00', [1, 2]],
  ['2030-01-02T02:00:00 01:00/2030-01-02T02:00:00.000Z', [1, 2]],
  ['2030-01-02T01:00:00Z/PT1H', [1, 2]],
  ['PT2H/2030-01-02T02:00:00Z', [0, 2]],
])('the timespan %s', (timespan, [from = 0, to = 0]) => {
  expect(query({ timespan })).toMatchObject({
    from: Date.UTC(2030, 0, 2, from),
    to: Date.UTC(2030, 0, 2, to),
  });
});

test('intervals below a minute are read by seconds, and FULL is one', () => {
  expect(query({ timespan: 'PT10M', interval: 'pt10s' })).toMatchObject({
    grainMs: secondMs,
    intervalMs: 10_000,
  });
  expect(query({ timespan: 'PT90S', interval: 'FULL' })).toMatchObject({
    grainMs: secondMs,
    intervalMs: 90_000,
  });
  // The minute that the timespan begins in belongs to it.
  expect(query({ timespan: 'P1D', interval: 'full' })).toMatchObject({
    from: Date.UTC(2030, 0, 1, 3, 4),
    grainMs: minuteMs,
    intervalMs: 86_460_000,
  });
});

test('names have no case, and dimensions rolled up are not told apart', () => {
  const { metrics, split, aggregations } = query({
    metricnames: 'requestlatency_p99, REQUESTLATENCY',
    aggregation: 'average,MAXIMUM,None',
    $filter: "Deployment eq '*' and kind ne 'direct'",
    rollupby: 'KIND',
  });
  expect(metrics.map(({ name }) => name)).toEqual(['RequestLatency_P99', 'RequestLatency']);
  expect(aggregations).toEqual(['Average', 'Maximum']);
  expect(split).toEqual(['deployment']);
});

test.each([
  [{ metricnames: 'Nope' }, 'metric: Nope, Valid metrics: RequestsPerMinute,RequestLatency,'],
  [{ metricnames: Array(21).fill('RequestLatency').join() }, 'metricnames are 21'],
  [{ timespan: 'yesterday' }, "timespan is 'yesterday'"],
  [{ timespan: '2030-01-02T02:00:00Z/2030-01-02T01:00:00Z' }, 'its start must be before its end'],
  [{ timespan: 'PT1H/PT1H' }, "timespan is 'PT1H/PT1H'"],
  [{ timespan: '2030-13-45T00:00:00Z/PT1H' }, 'two times in ISO 8601'],
  [{ timespan: 'PT1X' }, 'ISO 8601 duration'],
  [{ interval: 'PT7M' }, "interval is 'PT7M'; it must be one of PT1S"],
  [{ interval: 'PT1S' }, 'for the last 15 minutes only'],
  [{ timespan: 'P90D' }, 'at most 50000'],
  [{ aggregation: 'Median' }, "aggregation is 'Median'"],
  [{ top: '0' }, "top is '0'"],
  [{ orderby: 'average sideways' }, 'asc or desc'],
  [{ resulttype: 'Both' }, 'Data or Metadata'],
  [{ metricnamespace: 'Microsoft.Web/sites' }, 'it must be Microsoft.MachineLearningServices'],
  [{ $filter: "color eq 'red'" }, "names the dimension 'color'; of what is asked for, there are deployment"],
])('%j is refused', (asked, message) => {
  expect(() => query(asked)).toThrow(message);
});

const values = { deployment: 'Blue', statusCode: '424' };
const known = ['deployment', 'statusCode'];

test.each([
  ["deployment eq 'blue'", true],
  ["deployment eq 'green' or deployment eq 'blue'", true],
  ["deployment eq '*' and statusCode eq '200'", false],
  ["(deployment eq 'green' or statusCode eq '424') and deployment ne 'green'", true],
  ["deployment eq 'green' or statusCode eq '424' and deployment eq 'blue'", true],
  ["STATUSCODE sw '4'", true],
  ["deployment eq 'it''s'", false],
])('the filter %s', (text, expected) => {
  expect(parseFilter(text, known).matches(values)).toBe(expected);
});

test.each([
  ["deployment eq 'blue", 'a quote that does not end'],
  ["(deployment eq 'blue'", 'a bracket that does not end'],
  ["deployment gt 'blue'", "the operator 'gt'"],
  ['deployment eq blue', "must be NAME eq 'VALUE'"],
  ["deployment eq 'blue' statusCode eq '1'", "goes on with 'statusCode'"],
  ['deployment', "must be NAME eq 'VALUE'"],
  [')', "must be NAME eq 'VALUE'"],
])('the filter %s is refused', (text, message) => {
  expect(() => parseFilter(text, known)).toThrow(message);
});
