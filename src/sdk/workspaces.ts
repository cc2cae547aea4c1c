import { type Client, type Connection, connect } from './http.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import type { ResourceGroup, Subscription, WorkspaceKey, WorkspaceResource } from './wire.ts';

export type Workspaces = {
  subscriptions(): Paged<Subscription>;
  groups(subscription: string): Paged<ResourceGroup>;
  group(subscription: string, name: string): Promise<ResourceGroup>;
  list(subscription: string, group: string): Paged<WorkspaceResource>;
  get(key: WorkspaceKey): Promise<WorkspaceResource>;
  /** Adds one, with its group and subscription; one that is there stays as it is. `location` is 'local' by itself. */
  put(key: WorkspaceKey, body: { readonly location?: string }): Promise<WorkspaceResource>;
};

/** The ARM parents: subscriptions, resource groups, workspaces. */
export function workspaces(client: Client): Workspaces {
  return {
    subscriptions: () => paged(client, paths.subscriptions()),
    groups: (subscription) => paged(client, paths.groups(subscription)),
    group: async (subscription, name) =>
      (await client.call<ResourceGroup>('GET', paths.group(subscription, name))).body,
    list: (subscription, group) => paged(client, paths.workspaces(subscription, group)),
    get: async (key) => (await client.call<WorkspaceResource>('GET', paths.workspace(key))).body,
    put: async (key, body) =>
      (await client.call<WorkspaceResource>('PUT', paths.workspace(key), { body })).body,
  };
}

/** Every workspace that a connection may see, for a program that was told none. */
export async function discover(connection: Connection): Promise<readonly WorkspaceKey[]> {
  const api = workspaces(connect(connection));
  const found: WorkspaceKey[] = [];
  for await (const { subscriptionId: subscription } of api.subscriptions()) {
    for await (const { name: resourceGroup } of api.groups(subscription)) {
      for await (const { name } of api.list(subscription, resourceGroup)) {
        found.push({ subscription, resourceGroup, name });
      }
    }
  }
  return found;
}
