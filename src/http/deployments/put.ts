import { deploymentSpec } from '../../arm/deployment-spec.ts';
import { deploymentId } from '../../arm/ids.ts';
import { putDeployment } from '../../control/commands/put-deployment.ts';
import { type Answer, type Ask, type Http, header, tagged } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { pollHeaders } from '../lro.ts';
import { endpointOf } from '../scope.ts';
import { shownDeployment } from './render.ts';
import { resolve } from './resolve.ts';
import { resolveCollector } from './resolve-collector.ts';

/** PUT deployments/{name}: always a long operation, because official SDKs cannot read one that is done at once. */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const name = ask.params.deployment ?? '';
  const spec = deploymentSpec(ask.body);
  const resolved = await resolve(http, workspace, spec);
  const place = { workspace, endpoint: endpoint.name, deployment: name.toLowerCase() };
  const collector = await resolveCollector(http, place, spec.dataCollector);
  const { deployment, operation, created } = await putDeployment(http.parts, {
    ...callerOf(ask, deploymentId(workspace, endpoint.name, name)),
    endpointUid: endpoint.uid,
    name,
    ...resolved,
    collector,
    condition: { ifMatch: header(ask, 'if-match'), ifNoneMatch: header(ask, 'if-none-match') },
  });
  http.reconciler.nudge(endpoint.uid);
  const shown = shownDeployment(http, ask, { workspace, endpoint, deployment });
  return tagged(created ? 201 : 200, shown, pollHeaders(http, ask, workspace.location, operation, false));
}
