import type { Assets } from './assets.ts';
import type { Client } from './http.ts';
import { paged } from './paged.ts';
import { paths } from './paths.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

/** The environments of a registry, read-only. On Teal the only registry is `azureml`, with curated environments. */
export function registryEnvironments(
  client: Client,
  workspace: WorkspaceKey,
  registry: string,
): Pick<Assets<EnvironmentVersion>, 'containers' | 'versions' | 'get'> {
  const root = paths.registryEnvironments(workspace, registry);
  const versions = (name: string) => `${root}/${encodeURIComponent(name)}/versions`;
  return {
    containers: (view = 'ActiveOnly') => paged(client, root, { query: { listViewType: view } }),
    versions: (name, view = 'ActiveOnly') => paged(client, versions(name), { query: { listViewType: view } }),
    get: async ({ name, version }, ask) =>
      (await client.call<EnvironmentVersion>('GET', `${versions(name)}/${encodeURIComponent(version)}`, ask))
        .body,
  };
}
