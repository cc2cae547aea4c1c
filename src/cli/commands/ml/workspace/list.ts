import { workspaces } from '../../../../sdk/workspaces.ts';
import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { groupOf, openAccount, subscriptionOf } from '../../../session.ts';
import { workspaceShape } from './shape.ts';

/** `az ml workspace list`. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const group = groupOf(call, target);
  if (group === undefined) throw usage('the following arguments are required: --resource-group/-g');
  const all = await workspaces(client)
    .list(await subscriptionOf(call, client, target), group)
    .all();
  return all.map(workspaceShape);
}
