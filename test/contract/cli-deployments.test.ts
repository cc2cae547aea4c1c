/** `az ml online-deployment` against a real Teal, and the traffic between deployments; the traps by their names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let az: Az;
const echo = ['-f', 'echo-deployment.yml'];

beforeAll(async () => {
  teal = await startTeal();
  az = azOn(teal);
  await az.json('ml', 'online-endpoint', 'create', '-n', 'Endpt-1');
  await az.json('ml', 'online-deployment', 'create', '-n', 'Blue', '-e', 'endpt-1', ...echo, '--all-traffic');
});
afterAll(() => teal?.close());

const endpoint = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'online-endpoint', ...words);
const deployment = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'online-deployment', ...words);
const refused = (code: number, words: readonly string[], message: string) =>
  az.refused(code, ['ml', ...words], message);

describe('deployments', () => {
  test('the file is shown as it was understood, with defaults', async () => {
    expect(await deployment('show', '-n', 'blue', '--endpoint', 'endpt-1')).toMatchObject({
      endpoint_name: 'endpt-1',
      environment_variables: { WHO: 'echo' },
      instance_count: 1,
      liveness_probe: {
        failure_threshold: 30,
        initial_delay: 10,
        period: 10,
        success_threshold: 1,
        timeout: 2,
      },
      provisioning_state: 'Succeeded',
      resourceGroup: 'teal',
      scale_settings: { type: 'default' },
      type: 'managed',
    });
  });

  test('trap 8: update edits the live object and nothing else', async () => {
    const before = await deployment('show', '-n', 'blue', '-e', 'endpt-1');
    const words = [
      '-n',
      'blue',
      '-e',
      'endpt-1',
      '--set',
      'request_settings.request_timeout_ms=7000',
      'tags.k=v',
    ];
    const after = await deployment('update', ...words);
    expect(after.request_settings).toMatchObject({ request_timeout_ms: 7000 });
    for (const key of ['code_configuration', 'environment', 'environment_variables', 'instance_type']) {
      expect(after[key]).toEqual(before[key]);
    }
  });

  test('trap 8: an update from a file takes nested settings, where az itself fails', async () => {
    const words = [
      '-f',
      'echo-deployment.yml',
      '-n',
      'blue',
      '-e',
      'endpt-1',
      '--set',
      'environment_variables.WHO=two',
    ];
    expect(await deployment('update', ...words)).toMatchObject({ environment_variables: { WHO: 'two' } });
  });

  test('trap 5, 6, 7: zeros, all traffic, live and mirror', async () => {
    const shown = async () => endpoint('show', '-n', 'endpt-1', '--query', '[traffic, mirror_traffic]');
    const update = (...words: string[]) =>
      endpoint('update', '--name=endpt-1', ...words, '--query', '[traffic, mirror_traffic]');
    await deployment('create', '-n', 'green', '-e', 'endpt-1', ...echo);
    expect(await shown()).toEqual([{ blue: 100, green: 0 }, {}]);
    expect(await update('--mirror-traffic', 'green=10')).toEqual([{ blue: 100 }, { green: 10 }]);
    expect(await shown()).toEqual([{ blue: 100 }, { green: 10 }]);
    await refused(
      1,
      ['online-endpoint', 'update', '-n', 'endpt-1', '--traffic', 'blue=90 green=10'],
      'not both',
    );
    expect(await update('--mirror-traffic=green=0')).toEqual([{ blue: 100 }, {}]);
    expect(await update('--traffic=Blue=0 green=100')).toEqual([{ green: 100 }, {}]);
    expect(await shown()).toEqual([{ blue: 0, green: 100 }, {}]);
    await refused(
      1,
      ['online-endpoint', 'update', '-n', 'endpt-1', '--traffic', 'blue=90,green=10'],
      'a blank',
    );
    await refused(
      1,
      ['online-endpoint', 'update', '-n', 'endpt-1', '--traffic', 'blue=90'],
      'sum to 0 or 100',
    );
    await deployment('create', '-n', 'red', '-e', 'endpt-1', ...echo, '--all-traffic');
    expect(await shown()).toEqual([{ blue: 0, green: 0, red: 100 }, {}]);
    await refused(1, ['online-deployment', 'delete', '-n', 'red', '-e', 'endpt-1', '-y'], 'live traffic');
    await update('--traffic', 'blue=100');
  });

  test('trap 6: with --no-wait nothing is printed and traffic stays', async () => {
    const words = ['-n', 'later', '-e', 'endpt-1', ...echo, '--no-wait', '--all-traffic'];
    const ran = await az.run('ml', 'online-deployment', 'create', ...words);
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr).toContain('--all-traffic is ignored');
    expect(await deployment('delete', '-n', 'later', '-e', 'endpt-1', '--yes', '--no-wait')).toBeUndefined();
  });

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

  test('an existing one is not created again, and a file is checked before anything is sent', async () => {
    await refused(
      1,
      ['online-deployment', 'create', '-n', 'blue', '-e', 'endpt-1', ...echo],
      'already exists',
    );
    const set = (...words: string[]) => [
      'online-deployment',
      'create',
      '-n',
      'fresh',
      '-e',
      'endpt-1',
      ...echo,
      '--set',
      ...words,
    ];
    await refused(1, set('instance_typ=x'), "Did you mean 'instance_type'");
    await refused(1, set('scale_settings.type=target_utilization'), 'allowed: default');
    await refused(1, set('code_configuration.code=nowhere'), 'does not exist');
    await refused(1, set('code_configuration.scoring_script=other.py'), "no file 'other.py'");
    await refused(1, set('model=m:1'), 'azureml:NAME:VERSION');
    await refused(1, set('code_configuration.code=syntax-error'), 'line 8, column 8');
    await refused(
      3,
      ['online-deployment', 'create', '-n', 'fresh', '-e', 'no-such', ...echo],
      'ResourceNotFound',
    );
  });

  test('a failed one ends with exit 1, the code of the service and the way to its log', async () => {
    const words = ['-n', 'broken', '-e', 'endpt-1', ...echo, '--set', 'code_configuration.code=fails-init'];
    await refused(1, ['online-deployment', 'create', ...words], '(UserScriptInitFailed)');
    const ran = await az.run(
      'ml',
      'online-deployment',
      'get-logs',
      '-n',
      'broken',
      '-e',
      'endpt-1',
      '--lines',
      '50',
    );
    expect(ran).toMatchObject({ code: 0 });
    expect(await deployment('show', '-n', 'broken', '-e', 'endpt-1')).toMatchObject({
      provisioning_state: 'Failed',
    });
    await deployment('delete', '-n', 'broken', '-e', 'endpt-1', '-y');
  });

  test('the log is plain text, whatever the output format', async () => {
    const words = ['ml', 'online-deployment', 'get-logs', '-n', 'blue', '-e', 'endpt-1', '-l3', '-o', 'json'];
    const { code, stdout } = await az.run(...words);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^"/);
    expect(stdout.endsWith('\n')).toBe(true);
    const none = await az.run(
      'ml',
      'online-deployment',
      'get-logs',
      '-n',
      'blue',
      '-e',
      'endpt-1',
      '-c',
      'nope',
    );
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('storage-initializer') });
  });

  test('trap 6: deployment and endpoint can be deleted without waiting, one right after the other', async () => {
    await endpoint('update', '-n', 'endpt-1', '--traffic', 'blue=0 green=100');
    expect(await deployment('delete', '-n', 'blue', '-e', 'endpt-1', '--yes', '--no-wait')).toBeUndefined();
    expect(await endpoint('delete', '-n', 'endpt-1', '--yes', '--no-wait')).toBeUndefined();
    const show = () => az.run('ml', 'online-endpoint', 'show', '-n', 'endpt-1');
    await until('the end of the endpoint', show, ({ code }) => code === 3);
  });
});
