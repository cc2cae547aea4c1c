import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';
import { openAccount, subscriptionOf } from '../../session.ts';
import { accountShape } from './shape.ts';

/** `az account show`. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const id = await subscriptionOf(call, client, target);
  const found = (await workspaces(client).subscriptions().all()).find(
    ({ subscriptionId }) => subscriptionId === id,
  );
  if (found === undefined) throw new Failure(`The subscription '${id}' does not exist on this Teal.`);
  return accountShape(found, true);
}
