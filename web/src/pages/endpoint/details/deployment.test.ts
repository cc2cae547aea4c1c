import { describe, expect, test } from 'vitest';
import type { RunningInstances } from '../../../../../src/sdk/endpoints.ts';
import { assetAt, assetText, codeText } from './asset-name.ts';
import { countOf } from './instance-count.ts';
import { instanceWords } from './instances.ts';

describe('instances', () => {
  const running = (servingRevision: number | null, ...instances: readonly [number, string][]) =>
    ({
      deployment: 'blue',
      targetRevision: 2,
      servingRevision,
      instances: instances.map(([revision, state]) => ({ revision, state })),
    }) as unknown as RunningInstances;

  test('in words', () => {
    expect(instanceWords(undefined, 2)).toBe('2');
    expect(instanceWords(running(2), 1)).toBe('0 of 1 ready');
    expect(instanceWords(running(2), 0)).toBe('none: the next request wakes it');
    expect(instanceWords(running(2, [2, 'ready'], [2, 'starting'], [2, 'ready']), 3)).toBe(
      '2 of 3 ready, 1 starting',
    );
    expect(instanceWords(running(null, [2, 'failed'], [2, 'starting']), 1)).toBe(
      '0 of 1 ready, 1 failed, 1 starting',
    );
  });

  test('of another revision are told apart from those that serve', () => {
    expect(instanceWords(running(1, [1, 'ready'], [2, 'starting']), 1)).toBe(
      '1 of 1 ready; revision 2: 1 starting',
    );
    expect(instanceWords(running(2, [1, 'stopping'], [2, 'ready']), 1)).toBe(
      '1 of 1 ready; revision 1: 1 stopping',
    );
  });

  test.each(['0', '51', '1.5', '-1', 'two', ''])('%j is no number of them', (text) => {
    expect(countOf(text)).toEqual({ flaw: expect.stringContaining('from 1 to 50') });
  });

  test.each([' 1 ', '50'])('%j is', (text) => expect(countOf(text)).toEqual({ count: Number(text) }));
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
