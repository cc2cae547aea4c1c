import type { WorkspaceResource } from '../../../../sdk/wire.ts';
import { present, snake } from '../../../shape/words.ts';

/** A workspace as `show` and `list` print it. */
export function workspaceShape(resource: WorkspaceResource): Record<string, unknown> {
  const { properties } = resource;
  const network = properties.managedNetwork as { readonly isolationMode?: string } | undefined;
  return present({
    application_insights: properties.applicationInsights,
    container_registry: properties.containerRegistry,
    description: properties.description,
    display_name: properties.friendlyName,
    hbi_workspace: properties.hbiWorkspace,
    id: resource.id,
    identity: resource.identity && {
      type: snake(resource.identity.type ?? 'None'),
      principal_id: resource.identity.principalId,
      tenant_id: resource.identity.tenantId,
    },
    key_vault: properties.keyVault,
    location: resource.location,
    managed_network: network && { isolation_mode: snake(network.isolationMode ?? 'Disabled') },
    mlflow_tracking_uri: properties.mlFlowTrackingUri,
    name: resource.name,
    public_network_access: properties.publicNetworkAccess,
    resource_group: /\/resourceGroups\/([^/]+)\//i.exec(resource.id)?.[1],
    storage_account: properties.storageAccount,
    tags: resource.tags ?? {},
  });
}
