import { describe, expect, test } from 'vitest';
import type { AssetContainer, AssetSpec, AssetVersion } from '../domain/asset.ts';
import { assetRequest, renderContainer, renderVersion } from './assets.ts';

const workspace = { subscription: 's', resourceGroup: 'g', name: 'w' };
const stamp = { createdAt: 0, createdBy: 'ann', modifiedAt: 0, modifiedBy: 'ann' };
const noNotes = { description: null, tags: {}, properties: {}, anonymous: false, archived: false };

const version = (spec: AssetSpec): AssetVersion => ({
  ...stamp,
  ...noNotes,
  uid: 'V',
  containerUid: 'C',
  kind: spec.kind,
  name: 'm',
  version: '7',
  spec,
});

const model: AssetSpec = {
  kind: 'models',
  uri: 'azureml://datastores/d/paths/m',
  digest: 'abc',
  type: 'mlflow_model',
  flavors: { sklearn: { data: { pickled_model: 'model.pkl' } } },
  stage: 'Production',
};
const environment: AssetSpec = {
  kind: 'environments',
  image: 'image:1',
  condaFile: 'dependencies: []',
  osType: 'Linux',
  inferenceConfig: { livenessRoute: { path: '/', port: 80 } },
};

test('a model as official SDKs send it', () => {
  const body = {
    properties: {
      modelUri: 'azureml://x',
      modelType: 'MLFLOW_MODEL',
      isAnonymous: true,
      isArchived: false,
      tags: { a: 'b' },
      properties: { c: 'd' },
      description: null,
    },
  };
  expect(assetRequest('models', body)).toEqual({
    kind: 'models',
    notes: { ...noNotes, tags: { a: 'b' }, properties: { c: 'd' }, anonymous: true },
    source: 'azureml://x',
    type: 'mlflow_model',
    flavors: {},
    stage: null,
  });
});

test('flavours are kept as texts under data, and refused in any other form', () => {
  const body = (flavors: unknown) => ({ properties: { modelUri: 'azureml://x', flavors } });
  const data = { env: { conda: 'conda.yaml' }, path: 'model.pkl', code: null };
  expect(assetRequest('models', body({ python_function: { data }, spark: {} }))).toMatchObject({
    flavors: {
      python_function: { data: { env: '{"conda":"conda.yaml"}', path: 'model.pkl' } },
      spark: { data: {} },
    },
  });
  expect(() => assetRequest('models', body({ spark: { path: 'x' } }))).toThrow('flavors.spark');
  expect(() => assetRequest('models', body(['spark']))).toThrow('flavors');
});

test('an environment that is built, and one that is not', () => {
  const none = { image: null, condaFile: null, osType: 'Linux', inferenceConfig: null };
  expect(assetRequest('environments', { properties: { build: { contextUri: 'https://c' } } })).toEqual({
    kind: 'environments',
    notes: noNotes,
    ...none,
    build: { contextUri: 'https://c', dockerfilePath: 'Dockerfile' },
  });
  expect(assetRequest('environments', { properties: { image: 'image:1', osType: 'linux' } })).toEqual({
    kind: 'environments',
    notes: noNotes,
    ...none,
    image: 'image:1',
    build: null,
  });
});

test('a code folder', () => {
  expect(assetRequest('codes', { properties: { codeUri: 'https://c/code' } })).toEqual({
    kind: 'codes',
    notes: noNotes,
    source: 'https://c/code',
  });
});

test.each<[AssetVersion['kind'], object, string, string]>([
  ['models', {}, 'properties.modelUri', 'is required'],
  [
    'models',
    { modelUri: 'x', modelType: 'onnx' },
    'properties.modelType',
    'custom_model, mlflow_model, triton_model',
  ],
  ['models', { modelUri: 'x', tags: { a: 1 } }, 'properties.tags.a', 'must be string'],
  ['environments', { osType: 'BeOS' }, 'properties.osType', 'Linux, Windows'],
  ['environments', { docker: {} }, 'properties.docker', 'not a known field'],
  ['codes', { codeUri: 7 }, 'properties.codeUri', 'must be string'],
])('%s with %j are refused', (kind, properties, target, words) => {
  expect(() => assetRequest(kind, { properties })).toThrow(
    expect.objectContaining({ code: 'bad-argument', target, message: expect.stringContaining(words) }),
  );
});

describe('a version as ARM shows it', () => {
  test('has the members that official clients need', () => {
    expect(renderVersion(workspace, version(model))).toMatchObject({
      id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/models/m/versions/7',
      name: '7',
      properties: { flavors: model.flavors, isArchived: false, provisioningState: 'Succeeded' },
      systemData: { createdBy: 'ann', createdByType: 'User' },
    });
    expect(renderVersion(workspace, version(environment)).properties).not.toHaveProperty(
      'intellectualProperty',
    );
  });

  test.each([model, environment, { kind: 'codes', uri: 'https://c', digest: 'abc' } as const])(
    'is accepted again: $kind',
    (spec) => {
      const shown: unknown = JSON.parse(JSON.stringify(renderVersion(workspace, version(spec))));
      const request = assetRequest(spec.kind, shown);
      expect(request.notes).toEqual(noNotes);
      const { uri: source, digest: _, ...rest } = { uri: undefined, digest: undefined, ...spec };
      expect(request).toMatchObject(source === undefined ? rest : { ...rest, source });
    },
  );
});

test('a container shows its latest and next version', () => {
  const container: AssetContainer = {
    ...stamp,
    uid: 'C',
    workspaceUid: 'W',
    kind: 'models',
    name: 'm',
    archived: false,
    latest: '7',
    next: '8',
    anonymous: false,
  };
  expect(renderContainer(workspace, container)).toMatchObject({
    name: 'm',
    properties: { latestVersion: '7', nextVersion: '8', isArchived: false },
    systemData: { createdBy: 'ann' },
  });
});
