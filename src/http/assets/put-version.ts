import { type AssetRequest, assetRequest, renderVersion } from '../../arm/assets.ts';
import { flavorsOf } from '../../control/commands/no-code.ts';
import { type PutAsset, putAsset } from '../../control/commands/put-asset.ts';
import type { AssetKind, AssetSpec } from '../../domain/asset.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Answer, Ask, Http } from '../answer.ts';
import { isCuratedName } from '../registries/resolve-curated.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';
import { sealedUri, sealSource } from './source.ts';

/** PUT {kind}/{name}/versions/{version}: registers a version, or changes its notes; content never changes. */
export async function putVersion(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const kind = kindOf(ask);
  refuseReserved(kind, ask.params.name ?? '');
  const request = assetRequest(kind, ask.body);
  const command: PutAsset = {
    actor: ask.actor,
    workspace,
    kind,
    name: ask.params.name ?? '',
    version: ask.params.version ?? '',
    spec: await specOf(http, workspace, request),
    notes: request.notes,
  };
  const { asset, created } = await putAsset(http.parts, command);
  return { status: created ? 201 : 200, body: renderVersion(workspace, asset) };
}

/** As on Azure: what `AzureML-…` names must not depend on the workspace. */
function refuseReserved(kind: AssetKind, name: string): void {
  if (kind !== 'environments' || !isCuratedName(name)) return;
  throw new DomainError(
    'bad-argument',
    `The name '${name}' is reserved: names that begin with 'AzureML-' are curated environments.`,
    { target: 'name' },
  );
}

async function specOf(http: Http, workspace: Workspace, request: AssetRequest): Promise<AssetSpec> {
  switch (request.kind) {
    case 'models': {
      const tree = await sealSource(http, request.source, 'properties.modelUri');
      const { kind, type, stage } = request;
      // What a client leaves out, the model's own files say.
      const silent = type === 'mlflow_model' && Object.keys(request.flavors).length === 0;
      const flavors = silent ? await flavorsOf(http.parts, tree.digest) : request.flavors;
      return { kind, type, flavors, stage, digest: tree.digest, uri: sealedUri(workspace, tree) };
    }
    case 'codes': {
      const tree = await sealSource(http, request.source, 'properties.codeUri');
      if (tree.kind === 'file') {
        throw new DomainError('bad-argument', 'properties.codeUri names a file; code is a folder.', {
          target: 'properties.codeUri',
        });
      }
      return { kind: 'codes', digest: tree.digest, uri: sealedUri(workspace, tree) };
    }
    case 'environments':
      return environmentSpec(http, request);
    case 'data':
      return { kind: 'data', uri: request.uri, type: request.type };
    default:
      return request satisfies never;
  }
}

type EnvironmentRequest = Extract<AssetRequest, { readonly kind: 'environments' }>;

function environmentSpec({ checkConda }: Http, request: EnvironmentRequest): AssetSpec {
  const { kind, image, condaFile, build, osType, inferenceConfig } = request;
  if (build !== null) {
    throw new DomainError(
      'unsupported',
      'properties.build asks for a Docker build; this compute runs Python environments: give a conda_file instead.',
      { target: 'properties.build' },
    );
  }
  if (image === null) {
    throw new DomainError(
      'bad-argument',
      'properties.image is required (it is recorded; the conda file decides what is installed).',
      {
        target: 'properties.image',
      },
    );
  }
  if (condaFile !== null) refuseMalformed(checkConda, condaFile);
  return { kind, image, condaFile, osType, inferenceConfig };
}

/** Here, where somebody can correct it, and not minutes later in a build. Whether its packages exist only the build can say. */
function refuseMalformed(checkConda: Http['checkConda'], condaFile: string): void {
  try {
    checkConda(condaFile);
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause;
    throw new DomainError(cause.code, cause.message, { cause, target: 'properties.condaFile' });
  }
}
