/** The environment of a definition without conda file: what most scoring scripts import. */
import type { PythonRequest } from './python-request.ts';

/** Each has wheels for every Python that is admitted below; numpy 2.0 is the last that serves 3.9. */
export const baseRequirements: readonly string[] = [
  'joblib==1.4.2',
  'numpy==2.0.2; python_version < "3.10"',
  'numpy==2.2.6; python_version >= "3.10"',
  'pandas==2.2.3',
  'scikit-learn==1.6.1',
];

export const basePython: PythonRequest = { text: '>=3.9,<3.14', minors: [9, 10, 11, 12, 13] };
