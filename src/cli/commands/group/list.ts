import { workspaces } from '../../../sdk/workspaces.ts';
import type { Call } from '../../call.ts';
import { openAccount, subscriptionOf } from '../../session.ts';
import { groupShape } from './access.ts';

/** `az group list`. */
export async function run(call: Call): Promise<unknown> {
  const { client, target } = await openAccount(call);
  const all = await workspaces(client)
    .groups(await subscriptionOf(call, client, target))
    .all();
  const [key = '', value] = call.args.text('tag')?.split(/=(.*)/s) ?? [];
  const asked = all.filter(
    ({ tags }) => key === '' || (tags?.[key] !== undefined && (value ?? tags[key]) === tags[key]),
  );
  return asked.map(groupShape);
}
