import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { planOf } from '../definition/plan.ts';
import { createCurated } from './curated.ts';

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

/** The mapping of a home with this file in it. */
function curatedWith(text?: string) {
  const home = mkdtempSync(join(tmpdir(), 'teal-curated-'));
  homes.push(home);
  const file = join(home, 'curated-environments.yml');
  if (text !== undefined) writeFileSync(file, text);
  return createCurated(home, undefined);
}

async function found(curated: ReturnType<typeof curatedWith>, name: string) {
  const answer = await curated.find(name);
  if (answer.kind === 'unknown') throw new Error(`'${name}' is not there; nearest: ${answer.nearest}`);
  return answer.entry;
}

describe('the shipped mapping', () => {
  test.each([
    ['sklearn-1.5', 'scikit-learn==1.5.2'],
    ['sklearn-1.1', 'scikit-learn==1.1.3'],
    ['AzureML-sklearn-1.0-ubuntu20.04-py38-cpu', 'scikit-learn==1.0.2'],
    ['AzureML-sklearn-0.24-ubuntu18.04-py37-cpu', 'scikit-learn==0.24.2'],
    ['AzureML-lightgbm-3.3', 'lightgbm==4.6.0'],
    ['mlflow-py312-inference', 'mlflow==2.22.0'],
    ['AzureML-mlflow-ubuntu20.04-py38-cpu-inference', 'mlflow==2.22.0'],
    ['minimal-py312-inference', 'joblib==1.4.2'],
    ['minimal-ubuntu22.04-py39-cpu-inference', 'azure-identity==1.19.0'],
    ['AzureML-minimal-ubuntu20.04-py38-cpu-inference', 'numpy==1.24.4'],
    ['minimal-py312-cuda12.4-inference', 'azure-storage-blob==12.24.0'],
    ['AzureML-ACPT-pytorch-1.13-py38-cuda11.7-gpu', 'torch==1.13.1'],
    ['acpt-pytorch-2.2-cuda12.1', 'torch==2.2.2'],
    ['pytorch-2.8-cuda12.6', 'torch==2.8.0'],
    ['AzureML-tensorflow-2.12-cuda11', 'tensorflow==2.12.1'],
    ['tensorflow-2.16-cuda12', 'tensorflow==2.16.2'],
  ])('%s has %s', async (name, requirement) => {
    const { condaFile } = await found(curatedWith(), name);
    expect(planOf({ image: null, condaFile }).requirements).toContain(requirement);
  });

  test('every entry can be planned, without a warning and with every version pinned', async () => {
    for (const { name, condaFile, description } of await curatedWith().list()) {
      const { requirements, warnings, python } = planOf({ image: null, condaFile });
      expect(description, name).toMatch(/\w/);
      expect(python.minors.length, name).toBeGreaterThan(0);
      expect(warnings, name).toEqual([]);
      expect(
        requirements.filter((line) => !line.includes('==')),
        name,
      ).toEqual([]);
    }
  });

  test('the Python that a name tells is the one that is asked for', async () => {
    const { condaFile } = await found(curatedWith(), 'minimal-py312-inference');
    expect(planOf({ image: null, condaFile }).python.minors).toEqual([12]);
  });

  test.each([
    ['sklearn-1.4', 'sklearn-1.5'],
    ['pytorch-2.9', 'pytorch-2.8'],
    ['tensorflw-2.16', 'tensorflow-2.16'],
  ])('%s is not there, and %s is among the nearest', async (name, near) => {
    expect(await curatedWith().find(name)).toEqual({
      kind: 'unknown',
      nearest: expect.arrayContaining([near]),
    });
  });

  test('a name like none is near to nothing', async () => {
    expect(await curatedWith().find('zzz')).toEqual({ kind: 'unknown', nearest: [] });
  });
});

describe("a user's own file", () => {
  const own = `environments:
  mine: {python: '3.11', requirements: [six==1.17.0]}
  mine-*: {description: any, python: '>=3.10', requirements: []}
  mine-gpu-*: {description: longer, python: '>=3.10', requirements: []}
  AzureML-sklearn-1.5*: {description: ours, python: '3.11', requirements: [scikit-learn==1.5.1]}
  tensorflow-2.16*: null
`;

  test('adds, replaces and takes away', async () => {
    const curated = curatedWith(own);
    expect((await found(curated, 'MINE')).condaFile).toBe(
      'dependencies:\n  - python=3.11\n  - pip:\n      - six==1.17.0\n',
    );
    expect(await found(curated, 'sklearn-1.5')).toMatchObject({ description: 'ours' });
    expect(await curated.find('tensorflow-2.16-cuda12')).toMatchObject({ kind: 'unknown' });
    const names = (await curated.list()).map(({ name }) => name);
    expect(names).toContain('mine');
    expect(names).not.toContain('sklearn-1.5*');
  });

  test('is listed by names that one may pick, each once', async () => {
    const listed = async (more: string) =>
      (await curatedWith(`${own}${more}`).list()).map(({ name, example }) => [name, example]);
    expect(await listed('')).toEqual(
      expect.arrayContaining([
        ['mine', 'mine'],
        ['mine-gpu-*', 'mine-gpu-'],
        ['mlflow-*', 'mlflow-inference'],
        ['*pytorch-2.8*', 'pytorch-2.8'],
      ]),
    );
    const exact = `  pytorch-2.8: {example: pytorch-2.8, python: '3.11', requirements: []}\n`;
    expect((await listed(exact)).filter(([, example]) => example === 'pytorch-2.8')).toEqual([
      ['pytorch-2.8', 'pytorch-2.8'],
    ]);
  });

  test('an exact name wins over a pattern, a longer pattern over a shorter one', async () => {
    const curated = curatedWith(own);
    expect(await found(curated, 'AzureML-mine')).toMatchObject({ name: 'mine' });
    expect(await found(curated, 'mine-cpu')).toMatchObject({ description: 'any' });
    expect(await found(curated, 'mine-gpu-1')).toMatchObject({ description: 'longer' });
  });

  test('is read again at each call', async () => {
    const curated = curatedWith();
    expect(await curated.find('mine')).toMatchObject({ kind: 'unknown' });
    writeFileSync(curated.file, own);
    expect(await found(curated, 'mine')).toMatchObject({ name: 'mine' });
  });

  test('a file that was named has to be there', async () => {
    const curated = createCurated('/nowhere', '/nowhere/curated.yml');
    await expect(curated.list()).rejects.toThrow(
      'The mapping of curated environments, /nowhere/curated.yml, cannot be read: ENOENT.',
    );
  });

  test.each([
    ['environments: [', 'is not valid YAML'],
    ['environments:\n  a: {python: "3.11", requirements: []}\n  a: {}', 'Map keys must be unique'],
    ['- a', 'the file is ["a"]; it must be a mapping'],
    ['env: {}', "has the key 'env'; the only one is 'environments'"],
    ['environments: [a]', 'environments is ["a"]; it must be a mapping'],
    ['environments: {"a b": null}', "environments.a b: a name is letters, digits, '-', '_' and '.'"],
    ['environments: {a: x}', 'environments.a is "x"; it must be a mapping'],
    [
      'environments: {a: {pip: []}}',
      'environments.a.pip: allowed are description, example, python, requirements',
    ],
    [
      'environments: {a: {python: 3.10, requirements: []}}',
      "environments.a.python is 3.1; it must be a quoted Python 3 such as '3.12'",
    ],
    ['environments: {a: {requirements: []}}', 'environments.a.python is missing'],
    [
      'environments: {a-*: {example: b, python: "3.11", requirements: []}}',
      'environments.a-*.example is "b"; it must be a name that \'a-*\' stands for',
    ],
    ['environments: {a: {python: "2.7", requirements: []}}', 'environments.a.python is "2.7"'],
    ['environments: {a: {python: "newest", requirements: []}}', 'environments.a.python is "newest"'],
    ['environments: {a: {python: "3.11"}}', 'environments.a.requirements is missing; it must be a list'],
    ['environments: {a: {python: "3.11", requirements: [1]}}', 'environments.a.requirements[0] is 1'],
    [
      'environments: {a: {python: "3.11", requirements: [-r x.txt]}}',
      'environments.a.requirements names a file',
    ],
    [
      'environments: {a: {python: "3.11", requirements: [], description: [x]}}',
      'environments.a.description is ["x"]; it must be a text',
    ],
  ])('%s is refused', async (text, message) => {
    const curated = curatedWith(text);
    const refused = await curated.find('sklearn-1.5').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'bad-argument', target: 'environment' });
    expect(String(refused)).toContain(curated.file);
    expect(String(refused)).toContain(message);
  });
});
