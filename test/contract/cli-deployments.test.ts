/** What a scoring script finds of a model that `az ml online-deployment` brought along; the lines themselves are in conformance/az-shim. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let az: Az;

beforeAll(async () => {
  teal = await startTeal();
  az = azOn(teal);
  await az.json('ml', 'online-endpoint', 'create', '-n', 'endpt-1');
});
afterAll(() => teal?.close());

const endpoint = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'online-endpoint', ...words);
const deployment = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'online-deployment', ...words);

describe('deployments', () => {
  test('trap 13: a folder model is a child of AZUREML_MODEL_DIR, a file model lies in it; assets by reference', async () => {
    const folder = temporaryFolder('model');
    for (const name of ['code', 'my model']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'my model', 'weights.bin'), 'x');
    writeFileSync(
      join(folder, 'code', 'score.py'),
      'import os\ndef init(): pass\ndef run(raw): return [os.path.relpath(os.path.join(d, f), os.environ["AZUREML_MODEL_DIR"]) for d, _, fs in os.walk(os.environ["AZUREML_MODEL_DIR"]) for f in fs]\n',
    );
    writeFileSync(join(folder, 'request.json'), '{}');
    writeFileSync(
      join(folder, 'd.yml'),
      'name: files\nendpoint_name: endpt-1\nmodel: {path: my model}\ncode_configuration: {code: code, scoring_script: score.py}\nenvironment: azureml://registries/azureml/environments/sklearn-1.5/labels/latest\ninstance_type: Standard_DS3_v2\ninstance_count: 1\n',
    );
    const seen = () =>
      endpoint<string>('invoke', '-n', 'endpt-1', '-d', 'files', '-r', join(folder, 'request.json'));
    await deployment('create', '-f', join(folder, 'd.yml'));
    expect(JSON.parse(await seen())).toEqual(['my model/weights.bin']);
    await az.json('ml', 'model', 'create', '-n', 'weights', '-p', join(folder, 'my model', 'weights.bin'));
    await deployment('update', '-n', 'files', '-e', 'endpt-1', '--set', 'model=azureml:weights@latest');
    expect(JSON.parse(await seen())).toEqual(['weights.bin']);
    const shown = await deployment('show', '-n', 'files', '-e', 'endpt-1');
    expect(shown.model).toMatch(/^azureml:\/subscriptions\/.*\/models\/weights\/versions\/1$/);
    await deployment('delete', '-n', 'files', '-e', 'endpt-1', '-y');
  });
});
