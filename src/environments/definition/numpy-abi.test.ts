import { expect, test } from 'vitest';
import { withNumpyAbi } from './numpy-abi.ts';
import { planOf } from './plan.ts';

test.each([
  [
    ['scikit-learn==1.2.2', 'numpy'],
    ['scikit-learn==1.2.2', 'numpy<2'],
  ],
  [['scikit-learn==1.2.*'], ['scikit-learn==1.2.*', 'numpy<2']],
  [
    ['pandas==1.5.3', 'joblib'],
    ['pandas==1.5.3', 'joblib', 'numpy<2'],
  ],
])('%j was built for NumPy 1, and gets it', (asked, wanted) => {
  expect(withNumpyAbi(asked).requirements).toEqual(wanted);
});

test.each([
  [['scikit-learn==1.7.0', 'numpy']],
  [['scikit-learn==1.4.2']],
  [['scikit-learn==1.10.0']],
  [['scikit-learn']],
  [['scikit-learn>=1.2']],
  [['scikit-learn==1.2.2', 'numpy==2.2.6']],
  [['scikit-learn==1.2.2', 'numpy>=1.23,<1.26']],
  [['joblib==1.0.0']],
])('%j is left alone', (asked) => {
  expect(withNumpyAbi(asked)).toEqual({ requirements: asked, notes: [] });
});

test('a conda file gets it with a note in the build log; a requirements file is what it says', () => {
  const conda = planOf({
    image: null,
    condaFile: 'dependencies: [scikit-learn=1.2.2, numpy, pip: [joblib]]',
  });
  expect(conda.requirements).toContain('numpy<2');
  expect(conda.notes.join()).toContain('built for NumPy 1');
  expect(planOf({ image: null, condaFile: 'scikit-learn==1.2.2\nnumpy\n' }).requirements).toContain('numpy');
});
