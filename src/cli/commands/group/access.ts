import type { ResourceGroup } from '../../../sdk/wire.ts';
import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { usage } from '../../failure.ts';
import { groupOf, openAccount, subscriptionOf } from '../../session.ts';

/** The resource group that the options or the defaults name. Throws ArmError 404 when it is missing. */
export async function groupAsked(call: Call): Promise<ResourceGroup> {
  const { client, target } = await openAccount(call);
  const name = groupOf(call, target);
  if (name === undefined) throw usage('the following arguments are required: --name/-n/--resource-group/-g');
  return workspaces(client).group(await subscriptionOf(call, client, target), name);
}

export function groupShape(group: ResourceGroup): Record<string, unknown> {
  return {
    id: group.id,
    location: group.location,
    managedBy: group.managedBy ?? null,
    name: group.name,
    properties: group.properties ?? { provisioningState: 'Succeeded' },
    tags: group.tags ?? {},
    type: group.type ?? 'Microsoft.Resources/resourceGroups',
  };
}
