import { describe, expect, test } from 'vitest';
import { parseMatchSpec } from './match-spec.ts';

const shown = (entry: string) => {
  const { name, clauses, build } = parseMatchSpec(entry);
  const versions = clauses.map(({ operator, version }) => `${operator}${version}`).join(',');
  return `${name}${versions}${build === null ? '' : ` built ${build}`}`;
};

describe('conda match specs', () => {
  test.each([
    ['numpy', 'numpy'],
    ['Numpy=2', 'numpy==2.*'],
    ['numpy=2.3', 'numpy==2.3.*'],
    ['numpy=2.3.1', 'numpy==2.3.1'],
    ['numpy=2.3.*', 'numpy==2.3.*'],
    ['numpy==2.3', 'numpy==2.3'],
    ['numpy==2.3.*', 'numpy==2.3.*'],
    ['numpy 2.3.1', 'numpy==2.3.1'],
    ['numpy 2.3.*', 'numpy==2.3.*'],
    ['numpy>=1,<2', 'numpy>=1,<2'],
    ['numpy >=1.20, <2.0', 'numpy>=1.20,<2.0'],
    ['numpy>=1.20.*', 'numpy>=1.20'],
    ['numpy!=1.19.2', 'numpy!=1.19.2'],
    ['numpy~=1.19.2', 'numpy~=1.19.2'],
    ['numpy=*', 'numpy'],
    ['conda-forge::numpy=2.3', 'numpy==2.3.*'],
    ['conda-forge/linux-64::numpy', 'numpy'],
    ['numpy=1.2.3=py311_0', 'numpy==1.2.3 built py311_0'],
    ['numpy=1.2=py311_0', 'numpy==1.2 built py311_0'],
    ['numpy 1.2.3 py311_0', 'numpy==1.2.3 built py311_0'],
    ['pytorch=*=cpu*', 'pytorch built cpu*'],
    ['numpy=1.2rc1', 'numpy==1.2rc1'],
    ['certifi=2023.07.22 # pinned', 'certifi==2023.07.22'],
  ])('%j means %j', (entry, meaning) => {
    expect(shown(entry)).toBe(meaning);
  });

  test.each([
    ['numpy=1.2|1.3', "'|'"],
    ['numpy[version=1.2]', 'must be a name'],
    ['numpy=', "'='"],
    ['numpy>=1 <2', "'>=1 <2'"],
    ['openssl=1.1.1_w', '1.1.1_w'],
    ['=1.2', 'must be a name'],
  ])('refuses %j', (entry, named) => {
    expect(() => parseMatchSpec(entry)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining(named) }),
    );
  });
});
