import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import { planOf } from '../definition/plan.ts';
import { readMlmodel } from './mlmodel.ts';
import { refuse, textOf } from './model-file.ts';
import { type Packages, packagesOf, type Source, sources } from './packages.ts';
import { condaTextOf, withMlflow } from './with-mlflow.ts';

/**
 * The environment of an MLflow model: the first that there is of the conda file and the virtualenv file that its
 * python_function flavour names (Azure's image installs the first), and requirements.txt.
 */
export async function mlflowEnvironment(folder: string): Promise<EnvironmentDefinition> {
  const { flavors, mlflowVersion } = await readMlmodel(folder);
  const pyfunc = flavors.python_function ?? {};
  const named = sources(pyfunc.env);
  const { source, packages } = await firstOf(folder, named, pythonOf(pyfunc));
  const definition = { image: null, condaFile: condaTextOf(withMlflow(packages, mlflowVersion)) };
  try {
    planOf(definition);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refuse(`its file ${source.file} cannot be used: ${error.message}`);
  }
  return definition;
}

async function firstOf(
  folder: string,
  named: readonly Source[],
  python: string | undefined,
): Promise<{ readonly source: Source; readonly packages: Packages }> {
  for (const source of named) {
    const text = await textOf(folder, source.file);
    if (text === undefined) continue;
    return {
      source,
      packages: await packagesOf(source, text, { python, read: (name) => textOf(folder, name) }),
    };
  }
  const files = named.map(({ file }) => file).join(', ');
  throw refuse(
    `none of the files is there that could say which packages it needs (${files}); give the deployment an environment.`,
  );
}

function pythonOf(pyfunc: Readonly<Record<string, unknown>>): string | undefined {
  const version = pyfunc.python_version;
  return typeof version === 'string' && /^3(\.\d+){0,2}$/.test(version) ? version : undefined;
}
