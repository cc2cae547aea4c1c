import { expect, test } from 'vitest';
import { didYouMean, suggest } from './suggest.ts';

test('the nearest candidates come first, far ones not at all', () => {
  expect(suggest('instance_cont', ['instance_type', 'instance_count', 'model'])).toEqual([
    'instance_count',
    'instance_type',
  ]);
  expect(suggest('zzz', ['model'])).toEqual([]);
});

test('swapped neighbours are one slip', () => {
  expect(suggest('mdoel', ['model'])).toEqual(['model']);
});

test('the sentence is empty when nothing is near', () => {
  expect(didYouMean('onlne', ['online'])).toBe(" Did you mean 'online'?");
  expect(didYouMean('xyzzy', ['online'])).toBe('');
});
