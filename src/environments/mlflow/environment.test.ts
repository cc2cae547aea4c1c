import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planOf } from '../definition/plan.ts';
import { modelReader } from '../model-reader.ts';

const mlmodel = (env: string) => `flavors:
  python_function:
    env: ${env}
    loader_module: mlflow.sklearn
    python_version: 3.11.4
  sklearn:
    code: null
    pickled_model: model.pkl
mlflow_version: 2.9.2
`;
const both = mlmodel('{conda: conda.yaml, virtualenv: python_env.yaml}');

const bomb = `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}\nflavors: {}\n`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-mlmodel-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};
const planned = async (files: Readonly<Record<string, string>>) => {
  write(files);
  const { requirements, python } = planOf(await modelReader.mlflowEnvironment(folder));
  return { requirements, python: python.text };
};

describe('the environment of an MLflow model', () => {
  test.each([
    ['names both files', both],
    ['was written by MLflow 1', mlmodel('conda.yaml')],
    ['names none', mlmodel('')],
  ])('is its conda file when the flavour %s', async (_, text) => {
    const conda = 'dependencies:\n- python=3.10\n- pip<=23\n- pip:\n  - mlflow==2.9.2\n  - numpy==1.26.4\n';
    expect(await planned({ MLmodel: text, 'conda.yaml': conda, 'requirements.txt': 'six' })).toEqual({
      requirements: ['pip<=23', 'mlflow==2.9.2', 'numpy==1.26.4'],
      python: '==3.10.*',
    });
  });

  test('is the virtualenv file when there is no conda file, with the requirements that it refers to', async () => {
    const virtualenv =
      'python: 3.10.12\nbuild_dependencies: [pip==23, setuptools==65]\ndependencies: [-r requirements.txt]\n';
    const files = {
      MLmodel: both,
      'python_env.yaml': virtualenv,
      'requirements.txt': 'mlflow==2.9.2 # it\nsix\n',
    };
    expect(await planned(files)).toEqual({
      requirements: ['setuptools==65', 'mlflow==2.9.2', 'six'],
      python: '==3.10.12',
    });
  });

  test('is the requirements file when there is nothing else, for the Python that wrote the model', async () => {
    expect(await planned({ MLmodel: both, 'requirements.txt': 'mlflow\nsix==1.17.0\n' })).toEqual({
      requirements: ['mlflow', 'six==1.17.0'],
      python: '==3.11.4',
    });
  });

  test.each([
    ['the MLflow that wrote the model', 'six', ['six', 'mlflow==2.9.2']],
    ['nothing beside an MLflow of its own', 'MLflow>=2\nsix', ['mlflow>=2', 'six']],
    ['pandas beside the skinny one', 'mlflow-skinny==2.9.2', ['mlflow-skinny==2.9.2', 'pandas']],
    ['nothing beside both', 'mlflow_skinny\npandas==2.2.3', ['mlflow-skinny', 'pandas==2.2.3']],
  ])('has %s', async (_, requirements, expected) => {
    const found = await planned({ MLmodel: both, 'requirements.txt': requirements });
    expect(found.requirements).toEqual(expected);
  });

  test.each([
    ['a version under development', 'mlflow_version: 2.9.2.dev0', 'mlflow==2.9.2'],
    ['no version', '', 'mlflow'],
  ])('takes a released MLflow for a model of %s', async (_, line, expected) => {
    const text = both.replace('mlflow_version: 2.9.2', line);
    expect((await planned({ MLmodel: text, 'requirements.txt': 'six' })).requirements).toContain(expected);
  });
});

describe('a model that cannot say what it needs', () => {
  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['has no MLmodel', {}, /no file MLmodel/],
    ['has a broken MLmodel', { MLmodel: 'flavors: [' }, /MLmodel is not valid YAML: .*line 1/],
    ['has an MLmodel that unfolds without end', { MLmodel: bomb }, /MLmodel is not valid YAML: .*alias/i],
    ['has a list for an MLmodel', { MLmodel: '- a' }, /MLmodel is not a YAML mapping/],
    ['lists no flavours', { MLmodel: 'flavors: {}' }, /lists no flavors/],
    ['has a flavour that is a text', { MLmodel: 'flavors: {sklearn: yes}' }, /flavor 'sklearn'/],
    ['has an endless MLmodel', { MLmodel: `# ${'x'.repeat(5 * 2 ** 20)}` }, /at most 4194304 are read/],
    ['has no files with packages', { MLmodel: both }, /conda\.yaml, python_env\.yaml, requirements\.txt/],
    ['refers to files outside', { MLmodel: mlmodel('../../conda.yaml') }, /outside of the model/],
    [
      'has a broken conda file',
      { MLmodel: both, 'conda.yaml': 'dependencies: six' },
      /conda\.yaml .*'dependencies'/,
    ],
    [
      'refers to a file that is not there',
      { MLmodel: both, 'requirements.txt': '-r more.txt' },
      /'more\.txt'/,
    ],
    [
      'needs a wheel that it has',
      { MLmodel: both, 'requirements.txt': './wheels/a.whl' },
      /requirements\.txt cannot/,
    ],
  ])('when it %s', async (_, files, message) => {
    write(files);
    await expect(modelReader.mlflowEnvironment(folder)).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'model',
      message: expect.stringMatching(message),
    });
  });
});

test('the flavours of a model are texts under data, and what is null is left out', async () => {
  write({ MLmodel: both });
  expect(await modelReader.flavors(folder)).toEqual({
    python_function: {
      data: {
        env: '{"conda":"conda.yaml","virtualenv":"python_env.yaml"}',
        loader_module: 'mlflow.sklearn',
        python_version: '3.11.4',
      },
    },
    sklearn: { data: { pickled_model: 'model.pkl' } },
  });
});

test('the environment for ONNX models has the runtime for every Python that it admits', () => {
  const { requirements, python } = planOf(modelReader.onnxEnvironment());
  expect(python.minors).toEqual([9, 10, 11, 12, 13]);
  expect(requirements.filter((line) => line.startsWith('onnxruntime=='))).toHaveLength(2);
});
