import { deploymentId } from '../../arm/ids.ts';
import { deleteDeployment } from '../../control/commands/delete-deployment.ts';
import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { pollHeaders } from '../lro.ts';
import { endpointOf } from '../scope.ts';

/** DELETE deployments/{name}: refused while it takes live traffic; 204 when there is none. */
export async function remove(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const name = ask.params.deployment ?? '';
  const operation = await deleteDeployment(http.parts, {
    ...callerOf(ask, deploymentId(workspace, endpoint.name, name)),
    endpointUid: endpoint.uid,
    name,
    condition: { ifMatch: header(ask, 'if-match') },
  });
  if (operation === undefined) return { status: 204 };
  http.reconciler.nudge(endpoint.uid);
  return { status: 202, headers: pollHeaders(http, ask, workspace.location, operation, true) };
}
