import { expect, test } from 'vitest';
import { environmentPlace } from './environment-place.ts';

const registry = 'azureml://registries/azureml/environments/sklearn-1.5';
const workspace = '/subscriptions/s/resourceGroups/g/providers/p/workspaces/w';

test.each([
  [`${workspace}/environments/own/versions/2`, { version: '2' }],
  [`${registry}/versions/33`, { of: 'curated' }],
  [`${registry}/labels/latest`, { of: 'curated' }],
  ['azureml:AzureML-sklearn-1.5@latest', { of: 'curated' }],
  [`${workspace}/environments/AzureML-sklearn-1.5/versions/3`, { of: 'curated' }],
])('%s has a page', (id, search) => {
  const name = id.includes('own') ? 'own' : 'sklearn-1.5';
  expect(environmentPlace(id)).toMatchObject({ to: `/environments/${name}`, search });
  expect(environmentPlace(id, 'build')?.search.log).toBe('build');
});

test('a model has none of this kind, and nothing has none at all', () => {
  expect(environmentPlace(`${workspace}/models/own/versions/2`)).toBeUndefined();
  expect(environmentPlace('')).toBeUndefined();
});
