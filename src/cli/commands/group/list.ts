import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';
import { groupShape } from './access.ts';

/** `az group list`. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  return (await workspaces(client).groups(await subscriptionOf(call, client, target))).map(groupShape);
}
