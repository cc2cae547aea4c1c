import type { RunSpec } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { InstanceOrder } from '../../domain/ports.ts';
import { sizeOf } from '../../domain/sizes.ts';
import type { Parts } from '../parts.ts';

type Names = Pick<InstanceOrder, 'id' | 'endpoint' | 'deployment' | 'deploymentUid' | 'revision'>;

/** Everything a driver needs to start one instance of a revision. Throws when a file or the environment is not there. */
export async function orderOf(
  parts: Pick<Parts, 'files' | 'environments'>,
  names: Names,
  run: RunSpec,
): Promise<InstanceOrder> {
  const environment = parts.environments.status(parts.environments.keyOf(run.environment));
  if (environment.state !== 'built')
    throw new DomainError('unavailable', 'The environment of the instance is not built.');
  const { code } = run;
  const model = run.model && (await located(parts, run.model.digest, 'model'));
  const size = sizeOf(run.instanceType);
  return {
    ...names,
    python: environment.python,
    code: 'builtIn' in code ? code : await codeFolder(parts, code),
    model: run.model && model && { root: model.root, name: run.model.name, version: run.model.version },
    modelMountPath: run.modelMountPath,
    environmentVariables: run.environmentVariables,
    workerCount: 1,
    cpus: size.cpus,
    memoryBytes: size.memoryGiB === null ? null : size.memoryGiB * 2 ** 30,
    collector: run.collector ?? null,
  };
}

async function codeFolder(
  parts: Pick<Parts, 'files'>,
  { digest, script }: Exclude<RunSpec['code'], { readonly builtIn: unknown }>,
) {
  const { root, leaf } = await located(parts, digest, 'code');
  return { root, leaf, script };
}

async function located({ files }: Pick<Parts, 'files'>, digest: string, what: string) {
  const tree = await files.locate(digest);
  if (tree !== undefined) return tree;
  throw new DomainError(
    'unavailable',
    `The ${what} files ${digest.slice(0, 12)} are no longer on this machine.`,
  );
}
