import { describe, expect, test } from 'vitest';
import { environmentKey, isKey } from './key.ts';
import type { Interpreter } from './python/choose.ts';

const found: readonly Interpreter[] = [
  { path: '/a', version: [3, 11, 7], makesVenvs: true },
  { path: '/b', version: [3, 12, 1], makesVenvs: true },
];
const key = (condaFile: string | null, image: string | null = null) =>
  environmentKey({ image, condaFile }, 'pypi', found);

const reference = 'name: a\ndependencies: [python=3.11, numpy=2.2.6, six, {pip: [joblib==1.4.2, idna]}]';

describe('keys', () => {
  test.each([
    [
      'comments and layout',
      '# x\ndependencies:\n- python=3.11\n- numpy=2.2.6 # y\n- six\n- pip: [joblib==1.4.2, idna]',
    ],
    ['order', 'dependencies: [{pip: [idna, joblib==1.4.2]}, six, python=3.11, numpy=2.2.6]\nname: a'],
    [
      'the name and channels',
      'name: b\nchannels: [x]\ndependencies: [python=3.11, numpy=2.2.6, six, {pip: [joblib==1.4.2, idna]}]',
    ],
    ['spelling', 'dependencies: [python 3.11.*, NumPy ==2.2.6, six, {pip: ["Joblib == 1.4.2", idna]}]'],
    [
      'JSON',
      '{"dependencies":["python=3.11","numpy=2.2.6","six",{"pip":["joblib==1.4.2","idna"]}],"name":"a"}',
    ],
  ])('%s makes no difference', (_, text) => {
    expect(key(text)).toBe(key(reference));
  });

  test.each([
    ['a version', reference.replace('2.2.6', '2.2.5')],
    ['Python', reference.replace('3.11', '3.12')],
    ['a package less', reference.replace(', six', '')],
    ['no conda file', null],
    ['a malformed one', 'dependencies: ['],
  ])('%s does', (_, text) => {
    expect(key(text)).not.toBe(key(reference));
  });

  test('the image makes none, with or without a conda file', () => {
    expect(key(null, 'a')).toBe(key(null, 'b'));
    expect(key(reference, 'a')).toBe(key(reference));
  });

  test('the version of the interpreter and the family of builders do', () => {
    const other = environmentKey({ image: null, condaFile: reference }, 'pypi', found.slice(1));
    const conda = environmentKey({ image: null, condaFile: reference }, 'conda', found);
    expect(new Set([key(reference), other, conda]).size).toBe(3);
    expect(environmentKey({ image: null, condaFile: reference }, 'pypi', [])).not.toBe(key(reference));
  });

  test('malformed files have keys of their own', () => {
    expect(key('dependencies: [')).not.toBe(key('dependencies: {'));
    expect(isKey(key('dependencies: ['))).toBe(true);
    expect(isKey('../x')).toBe(false);
  });
});
