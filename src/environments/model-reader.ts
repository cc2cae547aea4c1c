import type { ModelReader } from '../domain/ports.ts';
import { onnxEnvironment } from './definition/onnx.ts';
import { mlflowEnvironment } from './mlflow/environment.ts';
import { flavorsOf, readMlmodel } from './mlflow/mlmodel.ts';

export const modelReader: ModelReader = {
  flavors: async (folder) => flavorsOf(await readMlmodel(folder)),
  mlflowEnvironment,
  onnxEnvironment: () => onnxEnvironment,
};
