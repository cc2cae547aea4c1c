import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';

/** `az account set`: prints nothing; the choice is kept in the configuration. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const id = await subscriptionOf(call, client, target);
  call.config.set('teal', 'subscription', id, 'global');
  return undefined;
}
