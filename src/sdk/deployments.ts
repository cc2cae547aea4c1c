import { type Guard, guardHeaders } from './endpoints.ts';
import { type Client, listAll } from './http.ts';
import { finished, type Waiting } from './operation.ts';
import { paths } from './paths.ts';
import type { DeploymentBody, DeploymentResource, WorkspaceKey } from './wire.ts';

export type LogContainer = 'InferenceServer' | 'StorageInitializer';

/** Deployments of one endpoint. Long changes are waited for, unless `wait` is false. */
export function deployments(client: Client, workspace: WorkspaceKey, endpoint: string) {
  const path = (name: string) => paths.deployment(workspace, endpoint, name);
  const get = async (name: string): Promise<DeploymentResource> =>
    (await client.call<DeploymentResource>('GET', path(name))).body;
  return {
    get,
    list: () => listAll<DeploymentResource>(client, paths.deployments(workspace, endpoint)),
    put: async (
      name: string,
      body: DeploymentBody,
      options: Waiting & { readonly guard?: Guard; readonly wait?: boolean } = {},
    ): Promise<DeploymentResource> => {
      const headers = guardHeaders(options.guard);
      const reply = await client.call<DeploymentResource>('PUT', path(name), { body, headers });
      if (options.wait === false) return reply.body;
      await finished(client, reply, options);
      return get(name);
    },
    remove: async (name: string, options: Waiting & { readonly wait?: boolean } = {}): Promise<void> => {
      const reply = await client.call<unknown>('DELETE', path(name));
      if (options.wait !== false) await finished(client, reply, options);
    },
    /** The last `tail` lines, of all instances. */
    logs: async (name: string, ask: { container: LogContainer; tail: number }): Promise<string> => {
      const { body } = await client.call<{ content: string }>('POST', `${path(name)}/getLogs`, {
        body: { containerType: ask.container, tail: ask.tail },
      });
      return body.content;
    },
  };
}
