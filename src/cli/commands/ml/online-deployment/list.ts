import { deployments } from '../../../../sdk/deployments.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { deploymentRow } from '../../../shape/deployment.ts';

/** `az ml online-deployment list`: reduced rows. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call, { local: call.args.flag('local') });
  const endpoint = call.args.need('endpoint-name').toLowerCase();
  return (await deployments(session.client, session.workspace, endpoint).list().all()).map(deploymentRow);
}
