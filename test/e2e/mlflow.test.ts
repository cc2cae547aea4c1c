/** Real MLflow models, saved by MLflow itself, behind endpoints: with no scoring script, and with one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { must } from '../support/command.ts';
import { installed, installMs } from '../support/python-packages.ts';
import { type Json, restOf } from '../support/rest.ts';
import { freshScorer, type Score, scorer } from '../support/scoring.ts';
import { ended, startTeal, type Teal, until } from '../support/teal.ts';

const suite = join(import.meta.dirname, 'mlflow');
const pins = join(import.meta.dirname, '../conformance/no-code/requirements.txt');
const example = 'examples/mlflow';
const table = {
  columns: ['b', 'a'],
  index: [0, 1],
  data: [
    [2, 1],
    [4, 3],
  ],
};

describe('MLflow models', () => {
  let obstacle: string | undefined;
  let made: string;
  let teal: Teal;
  let az: Az;

  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), 'teal-mlflow-'));
    const { python, obstacle: missing } = await installed(pins);
    obstacle = missing;
    if (python === undefined) return;
    await must(python, [join(suite, 'make.py'), made, pins], { env: process.env, cwd: made });
    teal = await startTeal();
    az = azOn(teal, example);
    await az.json('ml', 'online-endpoint', 'create', '-n', 'flow', '-f', 'endpoint.yml');
  }, installMs);

  afterAll(async () => {
    await teal?.close();
    rmSync(made, { recursive: true, force: true });
  });

  /** A deployment of one of the models that were made; `version` of the model `sums`. */
  const deploy = (name: string, model: string, version: string, ...more: readonly string[]) => [
    ...['ml', 'online-deployment', 'create', '-n', name, '-e', 'flow', '-f', 'blue-deployment.yml'],
    ...['--set', `model.path=${join(made, model)}`, 'model.name=sums', `model.version=${version}`, ...more],
  ];
  const update = (name: string, version: string) => [
    ...['ml', 'online-deployment', 'update', '-n', name, '-e', 'flow'],
    ...['--set', `model=azureml:sums:${version}`],
  ];
  const rounded = async (score: Score, input: Json, to?: string) => {
    const headers: Record<string, string> = to === undefined ? {} : { 'azureml-model-deployment': to };
    const { status, body } = await score({ input_data: input }, headers);
    return [status, Array.isArray(body) ? body.flat().map(Math.round) : body];
  };

  test('without a script run in the environment that MLflow found out, and answer bare lists', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await az.json(...deploy('blue', 'inferred', '1'), '--all-traffic');
    const shown = await az.json('ml', 'online-deployment', 'show', '-n', 'blue', '-e', 'flow');
    expect(shown).toMatchObject({
      provisioning_state: 'Succeeded',
      model: expect.stringMatching(/sums\/versions\/1$/),
    });
    expect(Object.keys(shown)).not.toContain('code_configuration');
    expect(Object.keys(shown)).not.toContain('environment');
    const score = await scorer(restOf(teal), 'flow');
    expect(await rounded(score, table)).toEqual([200, [4, 10]]);
    expect(
      await rounded(score, [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([200, [4, 10]]);
    expect(await rounded(score, { a: [1, 3], b: [2, 4] })).toEqual([200, [4, 10]]);
    const model = await az.json('ml', 'model', 'show', '-n', 'sums', '--version', '1');
    expect(model).toMatchObject({
      type: 'mlflow_model',
      flavors: {
        python_function: { loader_module: 'mlflow.sklearn' },
        sklearn: { pickled_model: 'model.pkl' },
      },
    });
  });

  test('say what does not fit their signature', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    const score = await scorer(restOf(teal), 'flow');
    for (const [body, message] of [
      [{ input_data: { columns: ['a'], data: [[1]] } }, /lacks 'b'/],
      [{ input_data: { columns: ['a', 'b'], data: [['x', 1]] } }, /column 'a' .*numbers/],
      [{ data: [[1, 2]] }, /input_data/],
    ] as const) {
      const reply = await score(body);
      expect(reply.status).toBe(424);
      expect(reply.headers.get('ms-azureml-model-error-statuscode')).toMatch(/^(400|500)$/);
      expect(reply.body.message).toMatch(message);
    }
  });

  test('take named arrays when their signature has them', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await az.json(...deploy('arrays', 'arrays', 'arrays'));
    const score = await scorer(restOf(teal), 'flow');
    const input = {
      x: [
        [1, 2],
        [3, 4],
      ],
      weight: [
        [1, 10],
        [1, 10],
      ],
    };
    expect(await rounded(score, input, 'arrays')).toEqual([200, [1, 20, 3, 40]]);
    await az.run('ml', 'online-deployment', 'delete', '-n', 'arrays', '-e', 'flow', '--yes');
  });

  test('are rolled out as blue and green, each answering its share', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await az.json(...deploy('green', 'tenfold', '2'));
    await az.json('ml', 'online-endpoint', 'update', '-n', 'flow', '--traffic', 'blue=50 green=50');
    const score = await freshScorer(restOf(teal), 'flow');
    const seen = new Set<string | null>();
    for (let sent = 0; sent < 40; sent++) {
      const { status, body, deployment } = await score(
        { input_data: table },
        { 'content-type': 'application/json' },
      );
      const factor = deployment === 'green' ? 10 : 1;
      expect([status, body.map(Math.round)]).toEqual([200, [4 * factor, 10 * factor]]);
      seen.add(deployment);
    }
    expect(seen).toEqual(new Set(['blue', 'green']));
    await az.json('ml', 'online-endpoint', 'update', '-n', 'flow', '--traffic', 'blue=100 green=0');
  });

  test('are updated in place to another version and back', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    const score = await scorer(restOf(teal), 'flow');
    await az.json(...update('blue', '2'));
    expect(await rounded(score, table)).toEqual([200, [40, 100]]);
    await az.json(...update('blue', '1'));
    expect(await rounded(score, table)).toEqual([200, [4, 10]]);
  });

  test('that cannot be loaded fail with the reason, and the old one goes on', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await register('broken-pickle', '3');
    await az.refused(1, update('blue', '3'), 'The MLflow model cannot be loaded: UnpicklingError');
    const logs = await az.run('ml', 'online-deployment', 'get-logs', '-n', 'blue', '-e', 'flow');
    expect(logs.stdout).toContain('Traceback');
    expect(await rounded(await scorer(restOf(teal), 'flow'), table)).toEqual([200, [4, 10]]);
    await az.json(...update('blue', '1'));
  });

  test('whose packages are not to be had fail with what the resolver says', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await register('no-such-package', '4');
    await az.refused(1, update('green', '4'), 'numpy==0.0.99');
    await az.json(...update('green', '2'));
  });

  test('that say nothing of use are refused when they are put', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await az.refused(1, deploy('bad', 'no-flavor', '5'), 'has no flavor python_function, only java_function');
    await az.refused(1, deploy('bad', 'broken-yaml', '6'), 'MLmodel is not valid YAML');
    await az.refused(1, deploy('bad', 'once', '7', 'code_configuration.code=.'), 'scoring_script');
    const list = await az.json<Json[]>('ml', 'online-deployment', 'list', '-e', 'flow');
    expect(list.map(({ name }) => name)).not.toContain('bad');
  });

  test('run with a script of the user in the environment that is named, and not without one', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    const own = ['code_configuration.code=scripted', 'code_configuration.scoring_script=score.py'];
    const line = (...more: readonly string[]) => [
      ...['ml', 'online-deployment', 'create', '-n', 'own', '-e', 'flow', '-f', 'blue-deployment.yml'],
      ...['--set', ...own, ...more],
    ];
    await az.refused(1, line(), 'environment is required');
    const conda = 'environment.conda_file=model-1/conda.yaml';
    await az.json(...line('environment.image=any', conda));
    const score = await scorer(restOf(teal), 'flow');
    const request = { flower: [5.1, 3.5, 1.4, 0.2] };
    const { status, body } = await score(request, { 'azureml-model-deployment': 'own' });
    expect([status, body]).toEqual([200, { kind: 'setosa' }]);
  });

  test('serve again after Teal was down', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    await ended(teal.process);
    teal = await startTeal([], teal.home);
    const score = await scorer(restOf(teal), 'flow');
    const [, answer] = await until(
      'blue serves',
      () => rounded(score, table),
      ([status]) => status === 200,
    );
    expect(answer).toEqual([4, 10]);
  });

  async function register(model: string, version: string) {
    const which = ['-n', 'sums', '--version', version, '--type', 'mlflow_model'];
    await az.json('ml', 'model', 'create', ...which, '--path', join(made, model));
  }
});
