import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AssetVersion, ModelSpec } from '../../domain/asset.ts';
import { putAsset } from './put-asset.ts';
import { makeRig, noNotes, type Rig, workspace } from './rig.suite.ts';

const mlmodel = 'flavors: {python_function: {env: conda.yaml}}\nmlflow_version: 2.9.2\n';
const conda = 'dependencies: [python=3.11, {pip: [mlflow==2.9.2]}]';
const named = { image: null, condaFile: 'six' };
const spec = { code: null };

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
  await rig.putEndpoint();
});
afterEach(() => rig.close());

/** Registers version 1 of a model: a folder `net` of the given files, or one file. */
async function model(
  name: string,
  type: ModelSpec['type'],
  files: Readonly<Record<string, string>> | string,
): Promise<AssetVersion> {
  const { parts } = rig;
  const container = await parts.files.openContainer();
  const entries = typeof files === 'string' ? [[files, 'x']] : Object.entries(files);
  for (const [path = '', text = ''] of entries) {
    await parts.files.write(container, typeof files === 'string' ? path : `net/${path}`, bytes(text));
  }
  const { digest } = await parts.files.seal(container, typeof files === 'string' ? files : 'net');
  const { asset } = await putAsset(parts, {
    actor: 'ann',
    workspace,
    kind: 'models',
    name,
    version: '1',
    spec: { kind: 'models', uri: `uploaded:${container}`, digest, type, flavors: {}, stage: null },
    notes: noNotes,
  });
  return asset;
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

/** What the newest revision of `blue` runs. */
async function run() {
  const { uid } = await rig.deployment('blue');
  return (await rig.parts.store.rows.revisions.list(uid)).at(-1)?.run;
}

const bare = { code: null, environment: null };

describe('a model without a scoring script', () => {
  test('of MLflow runs the built-in script in the environment of its own files', async () => {
    const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel, 'conda.yaml': conda });
    await rig.putDeployment('blue', spec, { ...bare, model: iris });
    expect(await run()).toMatchObject({
      code: { builtIn: 'mlflow' },
      model: { name: 'iris', version: '1' },
      environment: { condaFile: expect.stringContaining('mlflow==2.9.2') },
    });
  });

  test('of MLflow runs in the environment of the deployment when that names one', async () => {
    const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel });
    await rig.putDeployment('blue', spec, { ...bare, model: iris, environment: named });
    expect(await run()).toMatchObject({ code: { builtIn: 'mlflow' }, environment: named });
  });

  test('of MLflow may lie in a folder that MLFLOW_MODEL_FOLDER names', async () => {
    const iris = await model('iris', 'mlflow_model', { 'a/MLmodel': mlmodel, 'a/conda.yaml': conda });
    const environmentVariables = { MLFLOW_MODEL_FOLDER: 'net/a' };
    await rig.putDeployment('blue', { ...spec, environmentVariables }, { ...bare, model: iris });
    expect(await run()).toMatchObject({ code: { builtIn: 'mlflow' } });
  });

  test.each([
    ['one file', 'net.onnx'],
    [
      'a folder with one nearest to its top',
      { 'a/net.onnx': 'x', 'a/b/other.onnx': 'x', 'net.onnx.data': 'x' },
    ],
  ])('of ONNX may be %s', async (_, files) => {
    const net = await model('net', 'custom_model', files);
    await rig.putDeployment('blue', spec, { ...bare, model: net });
    expect(await run()).toMatchObject({
      code: { builtIn: 'onnx' },
      environment: { condaFile: expect.stringContaining('onnxruntime==') },
    });
    await rig.putDeployment('blue', spec, { ...bare, model: net, environment: named });
    expect(await run()).toMatchObject({ code: { builtIn: 'onnx' }, environment: named });
  });

  test('of ONNX may be the one of several that ONNX_MODEL_FILE names', async () => {
    const net = await model('net', 'custom_model', { 'a.onnx': 'x', 'b.onnx': 'x' });
    const environmentVariables = { ONNX_MODEL_FILE: 'net/b.onnx' };
    await rig.putDeployment('blue', { ...spec, environmentVariables }, { ...bare, model: net });
    expect(await run()).toMatchObject({ code: { builtIn: 'onnx' } });
  });

  test('keeps its revision when only the number of instances changes', async () => {
    const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel, 'conda.yaml': conda });
    await rig.putDeployment('blue', spec, { ...bare, model: iris });
    await rig.serve('blue');
    const { deployment } = await rig.putDeployment(
      'blue',
      { ...spec, instanceCount: 2 },
      { ...bare, model: iris },
    );
    expect(deployment.targetRevision).toBe(1);
  });

  test('gets the script of a user in a later update, and loses it again', async () => {
    const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel, 'conda.yaml': conda });
    await rig.putDeployment('blue', spec, { ...bare, model: iris });
    await rig.putDeployment('blue', {}, { model: iris, environment: named });
    expect(await run()).toMatchObject({ code: { script: 'score.py' } });
    await rig.putDeployment('blue', spec, { ...bare, model: iris });
    expect(await run()).toMatchObject({ code: { builtIn: 'mlflow' } });
  });
});

describe('what cannot be served without a scoring script', () => {
  test('is nothing at all', async () => {
    await expect(rig.putDeployment('blue', spec, bare)).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'code_configuration',
      message: expect.stringContaining('code_configuration is required'),
    });
  });

  const pickle = 'model.pkl';
  const several = { 'a.onnx': 'x', 'b.onnx': 'x', 'c.onnx': 'x', 'd.onnx': 'x' };
  test.each<[string, ModelSpec['type'], Readonly<Record<string, string>> | string, string, RegExp]>([
    [
      'a pickle',
      'custom_model',
      pickle,
      'code_configuration',
      /'net' version '1' has no \.onnx file.*scoring_script/,
    ],
    [
      'two networks',
      'custom_model',
      several,
      'code_configuration',
      /4 \.onnx files \(net\/a\.onnx, net\/b\.onnx, net\/c\.onnx, …\).*ONNX_MODEL_FILE/,
    ],
    [
      'an MLflow model of another type',
      'custom_model',
      { MLmodel: mlmodel },
      'code_configuration',
      /of type mlflow_model needs none/,
    ],
    ['an MLflow model of one file', 'mlflow_model', pickle, 'model', /no file MLmodel at its top/],
    [
      'another flavour',
      'mlflow_model',
      { MLmodel: 'flavors: {spark: {}}' },
      'model',
      /python_function, only spark/,
    ],
    [
      'a broken MLmodel',
      'mlflow_model',
      { MLmodel: 'flavors: {' },
      'model',
      /mlflow_model 'net' version '1'.*YAML/,
    ],
    ['no packages', 'mlflow_model', { MLmodel: mlmodel }, 'model', /give the deployment an environment/],
  ])('is %s', async (_, type, files, target, message) => {
    const net = await model('net', type, files);
    await expect(rig.putDeployment('blue', spec, { ...bare, model: net })).rejects.toMatchObject({
      code: 'bad-argument',
      target,
      message: expect.stringMatching(message),
    });
    expect(await rig.parts.store.rows.deployments.list()).toEqual([]);
  });

  test.each(['c.onnx', '../a.onnx', 'net'])('is the file %s', async (file) => {
    const net = await model('net', 'custom_model', { 'a.onnx': 'x', 'b.onnx': 'x' });
    const environmentVariables = { ONNX_MODEL_FILE: file };
    const put = rig.putDeployment('blue', { ...spec, environmentVariables }, { ...bare, model: net });
    await expect(put).rejects.toMatchObject({ target: 'environment_variables.ONNX_MODEL_FILE' });
  });

  test.each(['../net', '/etc', '.'])('is the folder %s', async (folder) => {
    const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel, 'conda.yaml': conda });
    const environmentVariables = { MLFLOW_MODEL_FOLDER: folder };
    const put = rig.putDeployment('blue', { ...spec, environmentVariables }, { ...bare, model: iris });
    await expect(put).rejects.toMatchObject({ target: 'environment_variables.MLFLOW_MODEL_FOLDER' });
  });
});

test('an MLflow model with a script of the user needs an environment that is named', async () => {
  const iris = await model('iris', 'mlflow_model', { MLmodel: mlmodel, 'conda.yaml': conda });
  await expect(rig.putDeployment('blue', {}, { model: iris, environment: null })).rejects.toMatchObject({
    code: 'bad-argument',
    target: 'environment',
    message: expect.stringContaining('environment is required'),
  });
});
