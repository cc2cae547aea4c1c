/** The ONNX model of the examples behind an endpoint, with no scoring script and no environment. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { type Az, azOn } from '../support/az.ts';
import { restOf } from '../support/rest.ts';
import { scorer } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

const example = 'examples/onnx';
const flowers = {
  measures: [
    [5.1, 3.5, 1.4, 0.2],
    [6.9, 3.1, 5.4, 2.1],
  ],
};

describe('ONNX models without a scoring script', () => {
  let folder: string;
  let teal: Teal;
  let az: Az;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'teal-onnx-'));
    for (const name of ['one', 'two']) mkdirSync(join(folder, name, 'net'), { recursive: true });
    const file = join(root, example, 'flowers.onnx');
    for (const to of ['one/net/flowers.onnx', 'two/a.onnx', 'two/b.onnx'])
      copyFileSync(file, join(folder, to));
    writeFileSync(join(folder, 'broken.onnx'), 'this is no graph');
    writeFileSync(join(folder, 'model.pkl'), 'this is no graph either');
    teal = await startTeal();
    az = azOn(teal, example);
    await az.json('ml', 'online-endpoint', 'create', '-n', 'flowers', '-f', 'endpoint.yml');
  });

  afterAll(async () => {
    await teal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const deploy = (name: string, ...settings: readonly string[]) => [
    ...['ml', 'online-deployment', 'create', '-n', name, '-e', 'flowers', '-f', 'blue-deployment.yml'],
    ...(settings.length === 0 ? [] : ['--set', `model.name=${name}`, ...settings]),
  ];
  const kinds = async (to: string) => {
    const score = await scorer(restOf(teal), 'flowers');
    const { status, body } = await score({ inputs: flowers }, { 'azureml-model-deployment': to });
    return [status, body.outputs?.kind];
  };

  test('answer each output by its name', async () => {
    await az.json(...deploy('blue'), '--all-traffic');
    const shown = await az.json('ml', 'online-deployment', 'show', '-n', 'blue', '-e', 'flowers');
    expect(Object.keys(shown)).not.toContain('code_configuration');
    const score = await scorer(restOf(teal), 'flowers');
    const { status, body } = await score({ inputs: flowers });
    expect([status, Object.keys(body.outputs), body.outputs.kind]).toEqual([
      200,
      ['kind', 'probabilities'],
      [0, 2],
    ]);
  });

  test('say what does not fit their graph', async () => {
    const score = await scorer(restOf(teal), 'flowers');
    const { status, headers, body } = await score({ inputs: { measures: [[1, 2]] } });
    expect([status, headers.get('ms-azureml-model-error-statuscode')]).toEqual([424, '400']);
    expect(body.message).toContain('measures');
  });

  test('may lie in a folder, and among others when one is named', async () => {
    await az.json(...deploy('inside', `model.path=${join(folder, 'one')}`));
    expect(await kinds('inside')).toEqual([200, [0, 2]]);
    const path = `model.path=${join(folder, 'two')}`;
    await az.json(...deploy('chosen', path, 'environment_variables.ONNX_MODEL_FILE=two/b.onnx'));
    expect(await kinds('chosen')).toEqual([200, [0, 2]]);
  });

  test('are refused when there is none, or more than one', async () => {
    const two = deploy('two', `model.path=${join(folder, 'two')}`);
    await az.refused(1, two, '2 .onnx files (two/a.onnx, two/b.onnx)');
    const none = deploy('none', `model.path=${join(folder, 'model.pkl')}`);
    await az.refused(1, none, 'code_configuration is required');
  });

  test('that are broken fail with the reason', async () => {
    const broken = deploy('broken', `model.path=${join(folder, 'broken.onnx')}`);
    await az.refused(1, broken, 'broken.onnx');
    const show = ['ml', 'online-deployment', 'show', '-n', 'broken', '-e', 'flowers'];
    expect(await az.json(...show)).toMatchObject({ provisioning_state: 'Failed' });
  });
});
