/**
 * Wheels built for NumPy 1 crash with NumPy 2, and the metadata of many on PyPI does not say so; conda's does. So what a
 * conda file leaves open there is closed here the same way.
 */
import { requirementName } from './requirement-line.ts';

/** The first release of each that was built for NumPy 2 as well. */
const firstForNumpy2: ReadonlyMap<string, readonly number[]> = new Map([
  ['h5py', [3, 11]],
  ['lightgbm', [4, 4]],
  ['matplotlib', [3, 8, 4]],
  ['onnxruntime', [1, 19]],
  ['pandas', [2, 2, 2]],
  ['pyarrow', [16]],
  ['scikit-image', [0, 23]],
  ['scikit-learn', [1, 4, 2]],
  ['scipy', [1, 13]],
  ['statsmodels', [0, 14, 2]],
  ['torch', [2, 3]],
  ['xgboost', [2, 0, 3]],
]);

/** The requirements with `numpy<2` when one of them was built before it and none of them says which NumPy. */
export function withNumpyAbi(requirements: readonly string[]): {
  readonly requirements: readonly string[];
  readonly notes: readonly string[];
} {
  const numpy = requirements.find((line) => requirementName(line) === 'numpy');
  const old = requirements.find(isBuiltForNumpy1);
  if (old === undefined || (numpy !== undefined && numpy !== 'numpy')) return { requirements, notes: [] };
  return {
    requirements: [...requirements.filter((line) => line !== numpy), 'numpy<2'],
    notes: [`'numpy<2' is added: ${old} was built for NumPy 1`],
  };
}

function isBuiltForNumpy1(line: string): boolean {
  const first = firstForNumpy2.get(requirementName(line) ?? '');
  const version = /==\s*(\d+(?:\.\d+)*)/.exec(line)?.[1]?.split('.').map(Number);
  if (first === undefined || version === undefined) return false;
  const at = first.findIndex((part, index) => (version[index] ?? 0) !== part);
  return at >= 0 && (version[at] ?? 0) < (first[at] ?? 0);
}
