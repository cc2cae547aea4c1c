import { type Metrics, metrics } from '../../../../sdk/metrics.ts';
import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { groupOf, openAccount, subscriptionOf } from '../../../session.ts';

const provider = 'Microsoft.MachineLearningServices';

/** The resource of a command by its id, and the client to ask. Throws exit 2 when a name lacks the rest of an id. */
export async function openResource(call: Call): Promise<{ readonly id: string; readonly metrics: Metrics }> {
  const { client, target } = await openAccount(call);
  const named = call.args.need('resource');
  const nowhere = { subscription: '', resourceGroup: '', name: '' };
  if (named.startsWith('/')) return { id: named.replace(/\/+$/, ''), metrics: metrics(client, nowhere) };
  const group = groupOf(call, target);
  const type = call.args.text('resource-type');
  if (group === undefined || type === undefined) {
    throw usage(
      `--resource is '${named}', a name; beside it --resource-group, --resource-parent and --resource-type say where it lies. Or give its id.`,
    );
  }
  const parts = type.split('/');
  const [given = provider] = parts[0]?.includes('.') ? parts.splice(0, 1) : [];
  const parent = (call.args.text('resource-parent') ?? '').split('/').filter((part) => part !== '');
  const path = [...parent, ...parts, named].join('/');
  const subscription = await subscriptionOf(call, client, target);
  const namespace = call.args.text('resource-namespace') ?? given;
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${path}`;
  return { id, metrics: metrics(client, nowhere) };
}
