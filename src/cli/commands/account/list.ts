import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';
import { accountShape } from './shape.ts';

/** `az account list`, and what `az login` prints. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const chosen = await subscriptionOf(call, client, target);
  const all = await workspaces(client).subscriptions().all();
  return all.map((one) => accountShape(one, one.subscriptionId === chosen));
}
