import type { AssetKind, AssetReference } from '../domain/asset.ts';
import type { WorkspaceKey } from '../domain/workspace.ts';

/** ARM ids: keywords are matched whatever their case (clients lower-case them), names keep theirs. */

const workspacePattern =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.MachineLearningServices\/workspaces\/([^/]+)(\/.*)?$/i;

export function workspaceId(key: WorkspaceKey): string {
  return `/subscriptions/${key.subscription}/resourceGroups/${key.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${key.name}`;
}

export function endpointId(key: WorkspaceKey, endpoint: string): string {
  return `${workspaceId(key)}/onlineEndpoints/${endpoint}`;
}

export function deploymentId(key: WorkspaceKey, endpoint: string, deployment: string): string {
  return `${endpointId(key, endpoint)}/deployments/${deployment}`;
}

export function assetId(key: WorkspaceKey, kind: AssetKind, name: string, version?: string): string {
  const container = `${workspaceId(key)}/${kind}/${name}`;
  return version === undefined ? container : `${container}/versions/${version}`;
}

/** The workspace that an id lies in and the rest of its path; undefined when it is not the id of anything in one. */
export function splitId(id: string): { readonly workspace: WorkspaceKey; readonly rest: string } | undefined {
  const match = workspacePattern.exec(id.replace(/^azureml:(?=\/)/, ''));
  if (match === null) return undefined;
  const [, subscription = '', resourceGroup = '', name = '', rest = ''] = match;
  return { workspace: { subscription, resourceGroup, name }, rest };
}

/**
 * What a reference to an asset names: a full ARM id, `azureml:NAME:VERSION`, `azureml:NAME@LABEL`, `azureml:NAME`,
 * `NAME:VERSION`, or `azureml://registries/…`. Undefined when it is none of them.
 */
export function parseAsset(kind: AssetKind, reference: string): AssetReference | undefined {
  if (/^azureml:\/\/registries\//i.test(reference)) return { kind: 'registry', id: reference };
  const inWorkspace = splitId(reference);
  if (inWorkspace !== undefined) {
    const match = new RegExp(`^/${kind}/([^/]+)/(versions|labels)/([^/]+)$`, 'i').exec(inWorkspace.rest);
    if (match === null) return undefined;
    const [, name = '', sort = '', last = ''] = match;
    return sort.toLowerCase() === 'labels'
      ? { kind: 'label', name, label: last }
      : { kind: 'version', name, version: last };
  }
  const short = /^(?:azureml:)?([^:@/]+)(?::([^:@/]+)|@([^:@/]+))?$/.exec(reference);
  if (short === null) return undefined;
  const [, name = '', version, label] = short;
  if (version !== undefined) return { kind: 'version', name, version };
  return { kind: 'label', name, label: label ?? 'latest' };
}

/** One version of something in a registry. */
export type RegistryReference = {
  readonly registry: string;
  /** `environments`, `models` and the like, in lower case. */
  readonly kind: string;
  readonly name: string;
  /** A version as written; null is the label `latest`. */
  readonly version: string | null;
};

/** `azureml://registries/R/KIND/NAME/versions/V` or `…/labels/latest`; undefined when it is neither. */
export function parseRegistryAsset(reference: string): RegistryReference | undefined {
  const match = /^azureml:\/\/registries\/([^/]+)\/([^/]+)\/([^/]+)\/(versions|labels)\/([^/]+)$/i.exec(
    reference,
  );
  if (match === null) return undefined;
  const [, registry = '', kind = '', name = '', sort = '', last = ''] = match;
  const label = sort.toLowerCase() === 'labels';
  if (label && last.toLowerCase() !== 'latest') return undefined;
  return { registry, kind: kind.toLowerCase(), name, version: label ? null : last };
}

export function registryAssetId(registry: string, kind: string, name: string): string {
  return `azureml://registries/${registry}/${kind}/${name}`;
}
