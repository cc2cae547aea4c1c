import type { At, ListView } from './assets.ts';
import { type Client, listAll } from './http.ts';
import { paths } from './paths.ts';
import type { Container, EnvironmentVersion, WorkspaceKey } from './wire.ts';

/** The environments of a registry, read-only. On Teal the only registry is `azureml`, with curated environments. */
export function registryEnvironments(client: Client, workspace: WorkspaceKey, registry: string) {
  const root = paths.registryEnvironments(workspace, registry);
  const versions = (name: string) => `${root}/${encodeURIComponent(name)}/versions`;
  return {
    /** None of them is ever archived. */
    containers: (view: ListView = 'ActiveOnly') =>
      listAll<Container>(client, root, { query: { listViewType: view } }),
    versions: (name: string, view: ListView = 'ActiveOnly') =>
      listAll<EnvironmentVersion>(client, versions(name), { query: { listViewType: view } }),
    get: async ({ name, version }: At): Promise<EnvironmentVersion> =>
      (await client.call<EnvironmentVersion>('GET', `${versions(name)}/${encodeURIComponent(version)}`)).body,
  };
}
