import { describe, expect, test } from 'vitest';
import type { MetricResult } from '../../../../../src/sdk/metrics.ts';
import { type Frame, frameOf, movedOn, ratesIn, valuesAt, wholeSteps } from './frame.ts';
import { sinceOf, splitRows } from './split.ts';

const total = { aggregation: 'total', stepSeconds: 60 } as const;
const average = { aggregation: 'average', stepSeconds: 60 } as const;

/** From so many minutes after 1970 on. */
function frame(from: number, tracks: Readonly<Record<string, readonly number[]>>, end?: number): Frame {
  const [first = []] = Object.values(tracks);
  const times = Float64Array.from(first, (_, step) => (from + step) * 60);
  const each = Object.entries(tracks).map(
    ([key, values]) =>
      [key, { of: { deployment: key, kind: 'live' }, values: Float64Array.from(values) }] as const,
  );
  return { times, stepSeconds: 60, end: end ?? (from + first.length) * 60, tracks: new Map(each) };
}

const valuesIn = ({ tracks }: Frame) =>
  Object.fromEntries([...tracks].map(([key, { values }]) => [key, [...values]]));

test('an answer becomes numbers in a row, from the begin of its timespan', () => {
  const names = [{ name: { value: 'deployment', localizedValue: '' }, value: 'blue' }];
  const data = [{ timeStamp: '', total: 3 }, { timeStamp: '' }, { timeStamp: '', total: 5 }];
  const result = { timeseries: [{ metadatavalues: names, data }] } as unknown as MetricResult;
  const timespan = '1970-01-01T00:10:00Z/1970-01-01T00:12:30Z';
  const counted = frameOf(result, { timespan }, total);
  expect([...counted.times]).toEqual([600, 660, 720]);
  expect(valuesIn(counted)).toEqual({ blue: [3, 0, 5] });
  expect(valuesIn(frameOf(result, { timespan }, average))).toEqual({
    blue: [Number.NaN, Number.NaN, Number.NaN],
  });
  expect(counted.end).toBe(750);
});

describe('what is newer', () => {
  test('replaces what was read before it was whole, and pushes out the oldest', () => {
    const before = frame(10, { blue: [1, 2, 3, 4] });
    const moved = movedOn(before, frame(13, { blue: [5, 6] }), total);
    expect(moved && [...moved.times]).toEqual([660, 720, 780, 840]);
    expect(moved && valuesIn(moved)).toEqual({ blue: [2, 3, 5, 6] });
    expect(valuesIn(before)).toEqual({ blue: [1, 2, 3, 4] });
  });

  test('may name others: who is new had nothing before, who is missing has nothing now', () => {
    const moved = movedOn(frame(10, { blue: [1, 2, 3] }), frame(12, { green: [7, 8] }), total);
    expect(moved && valuesIn(moved)).toEqual({ blue: [2, 0, 0], green: [0, 7, 8] });
    const later = moved && movedOn(moved, frame(14, { green: [9] }), total);
    expect(later && valuesIn(later)).toEqual({ green: [7, 8, 9] });
    const timed = movedOn(frame(10, { blue: [1, 2, 3] }), frame(12, { green: [7, 8] }), average);
    expect(timed && valuesIn(timed)).toEqual({
      blue: [2, Number.NaN, Number.NaN],
      green: [Number.NaN, 7, 8],
    });
  });

  test('within the same step replaces it', () => {
    const moved = movedOn(frame(10, { blue: [1, 2] }), frame(11, { blue: [4] }), total);
    expect(moved && valuesIn(moved)).toEqual({ blue: [1, 4] });
  });

  test('is not joined over a hole, or when it is older', () => {
    expect(movedOn(frame(10, { blue: [1, 2] }), frame(13, { blue: [3] }), total)).toBeUndefined();
    expect(movedOn(frame(10, { blue: [1, 2] }), frame(9, { blue: [3] }), total)).toBeUndefined();
  });
});

test('a step is whole when it is over and the routers were read since', () => {
  expect(wholeSteps(frame(10, { blue: [1, 2, 3] }, 13 * 60 + 1))).toBe(2);
  expect(wholeSteps(frame(10, { blue: [1, 2, 3] }, 13 * 60 + 2))).toBe(3);
  expect(wholeSteps(frame(10, { blue: [] }))).toBe(0);
});

describe('rates per minute', () => {
  const rates = (end: number) => {
    const { times, of } = ratesIn(frame(10, { blue: [60, 30, 15] }, end));
    return [times.length, ...of(Float64Array.of(60, 30, 15))];
  };

  test('leave out a step that has only begun: it would look like a fall', () => {
    expect(rates(12 * 60 + 8)).toEqual([2, 60, 30]);
  });

  test('count one that goes on by as much of it as is over', () => {
    expect(rates(12 * 60 + 31)).toEqual([3, 60, 30, 30]);
    expect(rates(13 * 60 + 2)).toEqual([3, 60, 30, 15]);
  });
});

test('what is measured and is 0 stays, for as long as something was measured', () => {
  const moved = movedOn(frame(10, { blue: [0, 0] }), frame(12, { green: [0] }), average);
  expect(moved && valuesIn(moved)).toEqual({ blue: [0, Number.NaN], green: [Number.NaN, 0] });
});

test('numbers of answers a step apart are put beside each other', () => {
  const [blue, green] = [frame(10, { blue: [1, 2, 3] }), frame(11, { green: [7, 8, 9] })];
  const [track] = green.tracks.values();
  expect(track && [...valuesAt(blue.times, green, track)]).toEqual([Number.NaN, 7, 8]);
  expect(track && valuesAt(green.times, green, track)).toBe(track?.values);
});

describe('the split', () => {
  const measured = frame(10, { blue: [100, 60, 15], green: [0, 20, 5] });

  test('is measured from the step on in which it was set', () => {
    expect(splitRows(measured, { blue: 75, green: 25 }, 660)).toEqual([
      { deployment: 'blue', configured: 75, measured: 75, requests: 75 },
      { deployment: 'green', configured: 25, measured: 25, requests: 25 },
    ]);
    expect(splitRows(measured, { red: 100 }, 900)).toEqual([
      { deployment: 'red', configured: 100, measured: undefined, requests: 0 },
    ]);
  });

  test('leaves out the step in which another ended', () => {
    const at = new Date(670_000).toISOString();
    expect(sinceOf({ at, isFirst: false }, measured)).toBe(720);
    expect(sinceOf({ at, isFirst: true }, measured)).toBe(660);
    expect(sinceOf({ at: new Date(0).toISOString(), isFirst: false }, measured)).toBe(600);
    expect(sinceOf(null, measured)).toBe(600);
  });
});
