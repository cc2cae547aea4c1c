import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssetReference } from '../domain/asset.ts';
import { assetId, deploymentId, endpointId, parseAsset, splitId, workspaceId } from './ids.ts';

const workspace = { subscription: '0-1', resourceGroup: 'My-RG', name: 'ws' };
const root =
  '/subscriptions/0-1/resourceGroups/My-RG/providers/Microsoft.MachineLearningServices/workspaces/ws';

test('ids have the exact form that official clients parse', () => {
  expect(workspaceId(workspace)).toBe(root);
  expect(endpointId(workspace, 'churn')).toBe(`${root}/onlineEndpoints/churn`);
  expect(deploymentId(workspace, 'churn', 'blue')).toBe(`${root}/onlineEndpoints/churn/deployments/blue`);
  expect(assetId(workspace, 'models', 'm')).toBe(`${root}/models/m`);
  expect(assetId(workspace, 'models', 'm', '1')).toBe(`${root}/models/m/versions/1`);
});

describe('an id is split into its workspace and the rest', () => {
  test.each([
    [root, ''],
    [`${root}/onlineEndpoints/churn`, '/onlineEndpoints/churn'],
    [`azureml:${root}/models/m/versions/1`, '/models/m/versions/1'],
    [root.replace('resourceGroups', 'resourcegroups').replace('Microsoft', 'microsoft'), ''],
    [root.replace('subscriptions', 'SUBSCRIPTIONS').replace('workspaces', 'Workspaces'), ''],
  ])('%s', (id, rest) => {
    expect(splitId(id)).toEqual({ workspace, rest });
  });

  test.each(['', '/', 'churn', root.slice(1), root.replace('workspaces', 'registries'), `x${root}`])(
    'but not "%s"',
    (id) => {
      expect(splitId(id)).toBeUndefined();
    },
  );
});

describe('a reference to a model', () => {
  const version = (name: string, last: string): AssetReference => ({ kind: 'version', name, version: last });
  const label = (name: string, last: string): AssetReference => ({ kind: 'label', name, label: last });

  test.each<[string, AssetReference]>([
    [`${root}/models/m/versions/1`, version('m', '1')],
    [`azureml:${root}/models/m/versions/1`, version('m', '1')],
    [`${root}/Models/My.Model/VERSIONS/1.0-b`, version('My.Model', '1.0-b')],
    [`${root.toLowerCase()}/models/m/versions/1`, version('m', '1')],
    [`${root}/models/m/labels/latest`, label('m', 'latest')],
    ['azureml:m:1', version('m', '1')],
    ['m:1', version('m', '1')],
    ['azureml:m@latest', label('m', 'latest')],
    ['m@staging', label('m', 'staging')],
    ['azureml:m', label('m', 'latest')],
    ['m', label('m', 'latest')],
    [
      'azureml://registries/r/models/m/versions/1',
      { kind: 'registry', id: 'azureml://registries/r/models/m/versions/1' },
    ],
    [
      'AzureML://Registries/r/models/m/labels/latest',
      { kind: 'registry', id: 'AzureML://Registries/r/models/m/labels/latest' },
    ],
  ])('may be %s', (text, reference) => {
    expect(parseAsset('models', text)).toEqual(reference);
  });

  test.each([
    '',
    'azureml:',
    'm:1:2',
    'm@a@b',
    'm:',
    'm@',
    'm/1',
    './model',
    'https://host/model',
    root,
    `${root}/models/m`,
    `${root}/codes/m/versions/1`,
    `${root}/models/m/versions/1/more`,
  ])('may not be "%s"', (text) => {
    expect(parseAsset('models', text)).toBeUndefined();
  });

  test('is read back from the id of any version', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9][-\w.]{0,20}$/);
    fc.assert(
      fc.property(fc.constantFrom('models', 'environments', 'codes'), word, word, (kind, name, last) => {
        expect(parseAsset(kind, assetId(workspace, kind, name, last))).toEqual(version(name, last));
        expect(parseAsset(kind, `azureml:${name}:${last}`)).toEqual(version(name, last));
      }),
    );
  });
});
