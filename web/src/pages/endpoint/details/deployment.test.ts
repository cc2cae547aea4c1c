import { describe, expect, test } from 'vitest';
import type { MetricSeries } from '../../../../../src/sdk/metrics.ts';
import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';
import { assetAt, assetText, codeText } from './asset-name.ts';
import { countOf } from './instance-count.ts';
import { instanceWords, lastStates } from './instances.ts';
import { servingIn } from './revision.ts';

describe('instances', () => {
  const series = (state: string, points: readonly [string, number?][]): MetricSeries => ({
    metadatavalues: [{ name: { value: 'state', localizedValue: 'state' }, value: state }],
    data: points.map(([timeStamp, average]) => ({
      timeStamp,
      ...(average === undefined ? {} : { average }),
    })),
  });

  test('the newest look counts: who left a state is not in it any more', () => {
    const seen = [
      series('starting', [['12:00:01', 1], ['12:00:02']]),
      series('ready', [
        ['12:00:01', 1],
        ['12:00:02', 2],
      ]),
    ];
    expect(lastStates(seen)).toEqual({ ready: 2 });
    expect(lastStates([series('ready', [['12:00:01']])])).toBeUndefined();
  });

  test('in words', () => {
    expect(instanceWords({ ready: 2, starting: 1 }, 3)).toBe('2 of 3 ready, 1 starting');
    expect(instanceWords({}, 1)).toBe('0 of 1 ready');
    expect(instanceWords(undefined, 2)).toBe('2');
  });

  test.each(['0', '51', '1.5', '-1', 'two', ''])('%j is no number of them', (text) => {
    expect(countOf(text)).toEqual({ flaw: expect.stringContaining('from 1 to 50') });
  });

  test.each([' 1 ', '50'])('%j is', (text) => expect(countOf(text)).toEqual({ count: Number(text) }));
});

test('the revision is that of the last switch of this very deployment', () => {
  const entry = (operation: string, after: object | null = null) =>
    ({ properties: { operation, after } }) as HistoryEntry;
  expect(
    servingIn([
      entry('update'),
      entry('switch', { servingRevision: 2 }),
      entry('switch', { servingRevision: 1 }),
    ]),
  ).toBe(2);
  expect(servingIn([entry('create'), entry('delete'), entry('switch', { servingRevision: 1 })])).toBeNull();
  expect(servingIn([])).toBeNull();
});

test('assets by their ids', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/p/workspaces/w/environments/sk/versions/1.0';
  expect(assetAt(id)).toEqual({ name: 'sk', version: '1.0' });
  expect(assetAt('azureml:churn:2')).toEqual({ name: 'churn', version: '2' });
  expect(assetText('something else')).toBe('something else');
});

test('code that nobody named is told by the beginning of its hash', () => {
  const id = (name: string) => `/x/codes/${name}/versions/1`;
  expect(codeText(id('8a67b866457b662992bdcd965a2999db'))).toBe('8a67b866 …, version 1');
  expect(codeText(id('scoring'))).toBe('scoring, version 1');
});
