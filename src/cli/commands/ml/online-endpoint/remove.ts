import { endpoints } from '../../../../sdk/endpoints.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { followHint, refuseNoWaitLocally } from '../../operations.ts';
import { confirm } from '../../prompt.ts';
import { watched } from '../../watch.ts';

/** `az ml online-endpoint delete`, with all deployments. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const name = call.args.need('name').toLowerCase();
  await confirm(call, `the endpoint '${name}' and all its deployments`);
  const session = await openSession(call, { local: call.args.flag('local') });
  const api = endpoints(session.client, session.workspace);
  await api.get(name);
  const wait = !call.args.flag('no-wait');
  await watched(call, `Deleting endpoint ${name}`, (waiting) => api.remove(name, { ...waiting, wait }));
  if (!wait) followHint(call, `ml online-endpoint show -n ${name}`);
  return undefined;
}
