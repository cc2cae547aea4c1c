import { assetId, parseAsset, splitId, workspaceId } from '../../arm/ids.ts';
import { resolveAsset } from '../../control/commands/resolve-asset.ts';
import type { AssetKind, AssetVersion } from '../../domain/asset.ts';
import type { DeploymentSpec, EnvironmentDefinition } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Http } from '../answer.ts';
import { filledIn } from '../placeholders.ts';
import { resolveCurated } from '../registries/resolve-curated.ts';

export type Resolved = {
  /** The spec with every reference replaced by the full id of one version. */
  readonly spec: DeploymentSpec;
  readonly model: AssetVersion | null;
  readonly code: AssetVersion | null;
  /** Null when the deployment names none. */
  readonly environment: EnvironmentDefinition | null;
};

/** Finds what the ids of a deployment stand for. Throws bad-argument when one names nothing that is here. */
export async function resolve(http: Http, workspace: Workspace, spec: DeploymentSpec): Promise<Resolved> {
  const model = await find(http, workspace, 'models', spec.model, 'model');
  const code = await find(http, workspace, 'codes', spec.code?.id ?? null, 'code_configuration.code');
  const curated = await curatedOf(http, workspace, spec.environment);
  const environment =
    curated === undefined
      ? await find(http, workspace, 'environments', spec.environment, 'environment')
      : null;
  refuseServed(model);
  refuseOwnServer(environment, code);
  const idOf = (asset: AssetVersion) => assetId(workspace, asset.kind, asset.name, asset.version);
  return {
    spec: {
      ...spec,
      model: model && idOf(model),
      code: spec.code && code && { ...spec.code, id: idOf(code) },
      environment: environment === null ? spec.environment : idOf(environment),
    },
    model,
    code,
    environment:
      environment?.spec.kind === 'environments'
        ? { image: environment.spec.image, condaFile: environment.spec.condaFile }
        : (curated ?? null),
  };
}

async function find(
  http: Http,
  workspace: Workspace,
  kind: AssetKind,
  id: string | null,
  field: string,
): Promise<AssetVersion | null> {
  if (id === null) return null;
  const reference = parseAsset(kind, id);
  refuseElsewhere(workspace, id, field);
  if (reference === undefined || reference.kind === 'registry') {
    throw new DomainError(
      'bad-argument',
      `${field} is '${id}'; allowed are azureml:NAME:VERSION, azureml:NAME@latest or the full id of a version in this workspace (registries have curated environments only).`,
      { target: field },
    );
  }
  return resolveAsset(http.parts.store, workspace.uid, kind, reference);
}

/** An id says where the asset lies; one of the same name in this workspace is another asset. */
function refuseElsewhere(workspace: Workspace, id: string, field: string): void {
  const there = splitId(id)?.workspace;
  if (there === undefined) return;
  if (workspaceId(filledIn(there, workspace)).toLowerCase() === workspaceId(workspace).toLowerCase()) return;
  throw new DomainError(
    'bad-argument',
    `${field} is '${id}', which lies in another workspace; allowed are assets of '${workspace.name}'.`,
    {
      target: field,
    },
  );
}

async function curatedOf(
  http: Http,
  workspace: Workspace,
  id: string | null,
): Promise<EnvironmentDefinition | undefined> {
  if (id === null) return undefined;
  refuseElsewhere(workspace, id, 'environment');
  return resolveCurated(http.curated, id);
}

function refuseServed(model: AssetVersion | null): void {
  if (model?.spec.kind !== 'models' || model.spec.type !== 'triton_model') return;
  throw new DomainError(
    'unsupported',
    `The model '${model.name}' has type triton_model, which this Teal cannot serve.`,
    { target: 'model' },
  );
}

/** With a scoring script the routes of the environment change nothing; without one the image would be the server. */
function refuseOwnServer(environment: AssetVersion | null, code: AssetVersion | null): void {
  if (environment?.spec.kind !== 'environments' || environment.spec.inferenceConfig === null) return;
  if (code !== null) return;
  throw new DomainError(
    'unsupported',
    `The environment '${environment.name}' version '${environment.version}' has inference_config, and the deployment has no code_configuration: its image would bring a server of its own, but this Teal runs Python environments, not images. Give a scoring script and a conda_file, or leave inference_config out.`,
    { target: 'environment' },
  );
}
