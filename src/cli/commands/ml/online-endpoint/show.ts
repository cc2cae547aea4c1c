import { deployments } from '../../../../sdk/deployments.ts';
import { endpoints } from '../../../../sdk/endpoints.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { endpointShape, localEndpointShape, withIdleDeployments } from '../../../shape/endpoint.ts';

/** `az ml online-endpoint show`: deployments without traffic are in `traffic` with 0. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  const name = call.args.need('name').toLowerCase();
  const local = call.args.flag('local');
  const session = await openSession(call, { local });
  const [resource, all] = await Promise.all([
    endpoints(session.client, session.workspace).get(name),
    deployments(session.client, session.workspace, name)
      .list()
      .all()
      .catch(() => []),
  ]);
  return withIdleDeployments(local ? localEndpointShape(resource) : endpointShape(resource), all);
}
