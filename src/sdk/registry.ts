import type { Assets, At } from './assets.ts';
import { type BuildLogs, buildLogs } from './build-log.ts';
import type { Client } from './http.ts';
import { paged } from './paged.ts';
import { paths } from './paths.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

export type RegistryEnvironments = Pick<Assets<EnvironmentVersion>, 'containers' | 'versions' | 'get'> &
  BuildLogs;

/** The environments of a registry, read-only. On Teal the only registry is `azureml`, with curated environments. */
export function registryEnvironments(
  client: Client,
  workspace: WorkspaceKey,
  registry: string,
): RegistryEnvironments {
  const root = paths.registryEnvironments(workspace, registry);
  const versions = (name: string) => `${root}/${encodeURIComponent(name)}/versions`;
  const path = ({ name, version }: At) => `${versions(name)}/${encodeURIComponent(version)}`;
  return {
    containers: (view = 'ActiveOnly') => paged(client, root, { query: { listViewType: view } }),
    versions: (name, view = 'ActiveOnly') => paged(client, versions(name), { query: { listViewType: view } }),
    get: async (version, ask) => (await client.call<EnvironmentVersion>('GET', path(version), ask)).body,
    ...buildLogs(client, path),
  };
}
