import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CondaFile } from './conda.ts';
import { condaNames, pypiName } from './names.ts';
import { toPypi } from './pypi.ts';

const map = (dependencies: readonly string[], pip: readonly string[] = [], ignored: readonly string[] = []) =>
  toPypi({ kind: 'conda', channels: [], dependencies, pip, ignored } satisfies CondaFile);

describe("a conda file in PyPI's words", () => {
  test('Python and pip are told apart from packages, names are mapped', () => {
    const mapped = map([
      'python=3.12',
      'pip=24',
      'conda-forge::pytorch=2.5',
      'opencv',
      'PyYAML',
      'py-xgboost',
    ]);
    expect(mapped.requirements).toEqual([
      'pip==24.*',
      'torch==2.5.*',
      'opencv-python-headless',
      'pyyaml',
      'xgboost',
    ]);
    expect(mapped.python).toEqual({ text: '==3.12.*', minors: [12] });
    expect(mapped.warnings).toEqual([]);
    expect(mapped.notes).toContain("'pytorch' is called 'torch' on PyPI");
  });

  test('what is no Python package is left out with one warning', () => {
    const natives = [
      'libgcc',
      'libstdcxx-ng',
      'openssl=3.0.8',
      'cudatoolkit=11',
      'mkl',
      'gcc_linux-64',
      '_libgcc_mutex',
      '__glibc>=2.17',
    ];
    const { requirements, warnings } = map(['numpy', ...natives]);
    expect(requirements).toEqual(['numpy']);
    expect(warnings).toHaveLength(1);
    for (const name of ['libgcc', 'openssl', 'gcc_linux-64', '__glibc']) expect(warnings[0]).toContain(name);
  });

  test('a native package may have a version that PyPI cannot express', () => {
    expect(map(['openssl=1.1.1w=h7f8727e_0', 'jpeg=9e', 'tzdata=2023c', 'six']).requirements).toEqual([
      'six',
    ]);
  });

  test('build strings are dropped with one warning', () => {
    const { requirements, warnings } = map(['numpy=1.2.3=py311_0', 'six=1.17.0=pyhd_0']);
    expect(requirements).toEqual(['numpy==1.2.3', 'six==1.17.0']);
    expect(warnings).toEqual([
      'Build strings have no meaning on PyPI and were dropped: numpy (py311_0), six (pyhd_0).',
    ]);
  });

  test('what the worker replaces is dropped with a note; inference-schema stays', () => {
    const { requirements, notes, warnings } = map(
      ['azureml-defaults'],
      [
        'azureml_defaults==1.49',
        'azureml-inference-server-http>=0.8',
        'inference-schema[numpy-support]==1.5',
      ],
    );
    expect(requirements).toEqual(['inference-schema[numpy-support]==1.5']);
    expect(notes).toHaveLength(3);
    expect(warnings).toEqual([]);
  });

  test("a version in the pip list wins over conda's", () => {
    expect(map(['numpy=1.26', 'six=1.16'], ['NumPy==2.2.6', 'six']).requirements).toEqual([
      'six==1.16.*',
      'numpy==2.2.6',
      'six',
    ]);
  });

  test('ignored keys are named', () => {
    expect(map([], [], ['variables']).warnings.join()).toContain('variables');
  });

  test('an unknown name goes through as it is, a native one never does', () => {
    expect(pypiName('some-new-thing')).toBe('some-new-thing');
    fc.assert(
      fc.property(fc.constantFrom(...condaNames.native), (name) => {
        expect(map([`${name}=1.2`]).requirements).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...condaNames.renamed), fc.nat(30), fc.nat(30), (name, major, minor) => {
        expect(map([`${name}=${major}.${minor}`]).requirements).toEqual([
          `${pypiName(name)?.replaceAll('.', '-')}==${major}.${minor}.*`,
        ]);
      }),
    );
  });

  test.each([
    ['python', 45],
    ['python=3', 45],
    ['python>=3.9,<3.12', 3],
    ['python<3.12.1', 13],
    ['python=3.11.4', 1],
    ['python>3.8', 37],
    ['python!=3.9.*', 44],
    ['python~=3.10', 35],
    ['python==3.11', 1],
    ['python>=2.7', 45],
    ['python>=3.8,<4', 37],
  ])('%s admits %i minors', (entry, count) => {
    expect(map([entry]).python.minors).toHaveLength(count);
  });

  test.each(['python=2.7', 'python>=3.12,<3.10', 'python<3'])('%s is refused', (entry) => {
    expect(() => map([entry])).toThrow(expect.objectContaining({ code: 'bad-argument' }));
  });
});
