import { type Metrics, metrics } from '../../../../sdk/metrics.ts';
import type { Call } from '../../../call.ts';
import { openAccount } from '../../../session.ts';
import { resourceId } from '../resource.ts';

/** The resource of a command by its id, and the client to ask. Throws exit 2 when a name lacks the rest of an id. */
export async function openResource(call: Call): Promise<{ readonly id: string; readonly metrics: Metrics }> {
  const account = await openAccount(call);
  const id = (await resourceId(call, account)) ?? '';
  return { id, metrics: metrics(account.client, { subscription: '', resourceGroup: '', name: '' }) };
}
