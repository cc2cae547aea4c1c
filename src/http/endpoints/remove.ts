import { endpointId } from '../../arm/ids.ts';
import { deleteEndpoint } from '../../control/commands/delete-endpoint.ts';
import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { pollHeaders } from '../lro.ts';
import { workspaceOf } from '../scope.ts';

/** DELETE onlineEndpoints/{name}: with its deployments; 204 when there is none. */
export async function remove(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const name = ask.params.endpoint ?? '';
  const operation = await deleteEndpoint(http.parts, {
    ...callerOf(ask, endpointId(workspace, name)),
    workspace,
    name,
    condition: { ifMatch: header(ask, 'if-match') },
  });
  if (operation === undefined) return { status: 204 };
  http.reconciler.nudge(operation.objectUid);
  return { status: 202, headers: pollHeaders(http, ask, workspace.location, operation, true) };
}
