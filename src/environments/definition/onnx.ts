/** What ONNX models run in when nothing else was asked for. */
import { stringify } from 'yaml';
import type { EnvironmentDefinition } from '../../domain/deployment.ts';

/** Each has wheels for every Python that is admitted below; onnxruntime 1.19 and numpy 2.0 are the last that serve 3.9. */
const packages: readonly string[] = [
  'numpy==2.0.2; python_version < "3.10"',
  'numpy==2.2.6; python_version >= "3.10"',
  'onnxruntime==1.19.2; python_version < "3.10"',
  'onnxruntime==1.23.2; python_version >= "3.10"',
];

export const onnxEnvironment: EnvironmentDefinition = {
  image: null,
  condaFile: stringify({
    channels: ['conda-forge'],
    dependencies: ['python>=3.9,<3.14', 'pip', { pip: packages }],
  }),
};
