import { type Client, listAll } from './http.ts';
import { paths } from './paths.ts';
import type { ResourceGroup, Subscription, WorkspaceKey, WorkspaceResource } from './wire.ts';

/** The ARM parents: subscriptions, resource groups, workspaces. */
export function workspaces(client: Client) {
  return {
    subscriptions: () => listAll<Subscription>(client, paths.subscriptions()),
    groups: (subscription: string) => listAll<ResourceGroup>(client, paths.groups(subscription)),
    group: async (subscription: string, name: string): Promise<ResourceGroup> =>
      (await client.call<ResourceGroup>('GET', paths.group(subscription, name))).body,
    list: (subscription: string, group: string) =>
      listAll<WorkspaceResource>(client, paths.workspaces(subscription, group)),
    get: async (key: WorkspaceKey): Promise<WorkspaceResource> =>
      (await client.call<WorkspaceResource>('GET', paths.workspace(key))).body,
  };
}
