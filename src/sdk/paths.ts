import type { WorkspaceKey } from './wire.ts';

/** The only place where resource paths are spelled. Names are encoded. */
export const paths = {
  subscriptions: () => '/subscriptions',
  groups: (subscription: string) => `/subscriptions/${encode(subscription)}/resourceGroups`,
  group: (subscription: string, group: string) =>
    `/subscriptions/${encode(subscription)}/resourceGroups/${encode(group)}`,
  workspaces: (subscription: string, group: string) =>
    `${paths.group(subscription, group)}/providers/Microsoft.MachineLearningServices/workspaces`,
  workspace: ({ subscription, resourceGroup, name }: WorkspaceKey) =>
    `${paths.workspaces(subscription, resourceGroup)}/${encode(name)}`,
  endpoints: (workspace: WorkspaceKey) => `${paths.workspace(workspace)}/onlineEndpoints`,
  endpoint: (workspace: WorkspaceKey, name: string) => `${paths.endpoints(workspace)}/${encode(name)}`,
  deployments: (workspace: WorkspaceKey, endpoint: string) =>
    `${paths.endpoint(workspace, endpoint)}/deployments`,
  deployment: (workspace: WorkspaceKey, endpoint: string, name: string) =>
    `${paths.deployments(workspace, endpoint)}/${encode(name)}`,
  allDeployments: (workspace: WorkspaceKey) => `${paths.workspace(workspace)}/onlineDeployments`,
  computes: (workspace: WorkspaceKey) => `${paths.workspace(workspace)}/computes`,
  compute: (workspace: WorkspaceKey, name: string) => `${paths.computes(workspace)}/${encode(name)}`,
  assets: (workspace: WorkspaceKey, kind: AssetKind) => `${paths.workspace(workspace)}/${kind}`,
  asset: (workspace: WorkspaceKey, kind: AssetKind, name: string) =>
    `${paths.assets(workspace, kind)}/${encode(name)}`,
  versions: (workspace: WorkspaceKey, kind: AssetKind, name: string) =>
    `${paths.asset(workspace, kind, name)}/versions`,
  version: (workspace: WorkspaceKey, kind: AssetKind, at: { name: string; version: string }) =>
    `${paths.versions(workspace, kind, at.name)}/${encode(at.version)}`,
  registryEnvironments: ({ subscription, resourceGroup }: WorkspaceKey, registry: string) =>
    `${paths.group(subscription, resourceGroup)}/providers/Microsoft.MachineLearningServices/registries/${encode(registry)}/environments`,
} as const;

export type AssetKind = 'models' | 'environments' | 'codes' | 'data';

function encode(name: string): string {
  return encodeURIComponent(name);
}
