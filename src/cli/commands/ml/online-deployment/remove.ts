import { deployments } from '../../../../sdk/deployments.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { followHint, refuseNoWaitLocally } from '../../operations.ts';
import { confirm } from '../../prompt.ts';
import { watched } from '../../watch.ts';

/** `az ml online-deployment delete`; refused by the service while it takes live traffic. */
export async function run(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const { args } = call;
  const [name, endpoint] = [args.need('name').toLowerCase(), args.need('endpoint-name').toLowerCase()];
  await confirm(call, `the deployment '${name}' of the endpoint '${endpoint}'`);
  const session = await openSession(call, { local: args.flag('local') });
  const api = deployments(session.client, session.workspace, endpoint);
  await api.get(name);
  const wait = !args.flag('no-wait');
  await watched(call, `Deleting deployment ${name}`, (waiting) => api.remove(name, { ...waiting, wait }));
  if (!wait) followHint(call, `ml online-deployment list -e ${endpoint}`);
  return undefined;
}
