/** Models that are served without a scoring script: by a script of the worker's, in an environment of the model's. */
import { join, resolve, sep } from 'node:path';
import type { AssetVersion, Flavors } from '../../domain/asset.ts';
import type { DeploymentSpec, EnvironmentDefinition, RunSpec } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { SealedTree } from '../../domain/ports.ts';
import type { Parts } from '../parts.ts';
import { findOnnx } from './onnx-file.ts';

type Reading = Pick<Parts, 'files' | 'models'>;
type Located = SealedTree & { readonly root: string };
type Served = Pick<RunSpec, 'code' | 'environment'>;

type Wanted = {
  readonly model: AssetVersion | null;
  /** What the deployment names; it wins over the model's own. */
  readonly environment: EnvironmentDefinition | null;
  readonly spec: Pick<DeploymentSpec, 'environmentVariables'>;
};

const mistakenType = ' It holds an MLflow model; one of type mlflow_model needs none.';
const scriptNeeded = 'a code folder and a scoring_script with init() and run()';

/**
 * How a model without a scoring script is served. Throws bad-argument that says what the model lacks, and unavailable
 * when its files are gone.
 */
export async function servedWithoutCode(
  parts: Reading,
  { model, environment, spec }: Wanted,
): Promise<Served> {
  if (model?.spec.kind !== 'models') {
    throw refuse('code_configuration', `code_configuration is required: ${scriptNeeded}.`);
  }
  const tree = await located(parts, model.spec.digest);
  if (model.spec.type === 'mlflow_model') {
    return mlflow(parts, { model, tree, environment, folder: spec.environmentVariables.MLFLOW_MODEL_FOLDER });
  }
  await checkOnnx(parts, tree, { model, file: spec.environmentVariables.ONNX_MODEL_FILE });
  return { code: { builtIn: 'onnx' }, environment: environment ?? parts.models.onnxEnvironment() };
}

/** The flavours of a model that is registered; {} when it says nothing that can be understood, which is no hindrance. */
export async function flavorsOf(parts: Reading, digest: string): Promise<Flavors> {
  try {
    const { root, leaf } = await located(parts, digest);
    return await parts.models.flavors(join(root, leaf));
  } catch (error) {
    if (error instanceof DomainError) return {};
    throw error;
  }
}

type Asked = {
  readonly model: AssetVersion;
  readonly tree: Located;
  readonly environment: EnvironmentDefinition | null;
  /** In AZUREML_MODEL_DIR; the model itself when undefined. */
  readonly folder: string | undefined;
};

async function mlflow({ models }: Reading, asked: Asked): Promise<Served> {
  const { model, environment } = asked;
  try {
    const folder = folderOf(asked);
    const flavors = await models.flavors(folder);
    if (flavors.python_function === undefined) {
      throw refuse(
        'model',
        `its file MLmodel has no flavor python_function, only ${Object.keys(flavors).join(', ')}; it needs code_configuration and environment.`,
      );
    }
    return {
      code: { builtIn: 'mlflow' },
      environment: environment ?? (await models.mlflowEnvironment(folder)),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const why = `The ${named(model)} cannot be served without a scoring script: ${error.message}`;
    throw refuse(error.target ?? 'model', why);
  }
}

async function checkOnnx(
  parts: Reading,
  tree: Located,
  { model, file }: { readonly model: AssetVersion; readonly file: string | undefined },
): Promise<void> {
  const found = await findOnnx(tree.root, file);
  switch (found.kind) {
    case 'found':
      return;
    case 'several':
      throw refuse(
        'code_configuration',
        `code_configuration is required: the ${named(model)} has ${found.files.length} .onnx files (${listed(found.files)}). Name one of them in the environment variable ONNX_MODEL_FILE to serve it without ${scriptNeeded}.`,
      );
    case 'none': {
      if (file === undefined) {
        const why = `has no .onnx file, so that it needs ${scriptNeeded}`;
        const hint = (await isMlflow(parts, tree)) ? mistakenType : '';
        throw refuse(
          'code_configuration',
          `code_configuration is required: the ${named(model)} ${why}.${hint}`,
        );
      }
      throw refuse(
        'environment_variables.ONNX_MODEL_FILE',
        `ONNX_MODEL_FILE is '${file}'; the ${named(model)} has no such file.`,
      );
    }
    default:
      return found satisfies never;
  }
}

/** A folder that says so itself, whatever it was registered as. */
async function isMlflow({ models }: Reading, { root, leaf }: Located): Promise<boolean> {
  return models.flavors(join(root, leaf)).then(
    () => true,
    () => false,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown}, …` : shown;
}

function folderOf({ tree, folder }: Asked): string {
  const found = resolve(tree.root, folder ?? tree.leaf);
  if (found.startsWith(resolve(tree.root) + sep)) return found;
  throw refuse(
    'environment_variables.MLFLOW_MODEL_FOLDER',
    `MLFLOW_MODEL_FOLDER is '${folder}'; it must be a folder of the model.`,
  );
}

async function located({ files }: Reading, digest: string): Promise<Located> {
  const tree = await files.locate(digest);
  if (tree !== undefined) return tree;
  throw new DomainError(
    'unavailable',
    'The files of the model are no longer on this machine; register it again.',
  );
}

function named({ name, version, spec }: AssetVersion): string {
  return `${spec.kind === 'models' ? spec.type : 'model'} '${name}' version '${version}'`;
}

function refuse(target: string, message: string): DomainError {
  return new DomainError('bad-argument', message, { target });
}
