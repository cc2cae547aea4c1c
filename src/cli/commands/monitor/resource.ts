import type { Call } from '../../call.ts';
import { usage } from '../../failure.ts';
import { groupOf, type openAccount, subscriptionOf } from '../../session.ts';

const provider = 'Microsoft.MachineLearningServices';

type Account = Awaited<ReturnType<typeof openAccount>>;

/** The id that `--resource` and its pieces say; undefined without it. Throws exit 2 when a name lacks the rest of an id. */
export async function resourceId(call: Call, { client, target }: Account): Promise<string | undefined> {
  const named = call.args.text('resource');
  if (named === undefined) return undefined;
  if (named.startsWith('/')) return named.replace(/\/+$/, '');
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
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${path}`;
}
