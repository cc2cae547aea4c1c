import { endpointId } from '../../arm/ids.ts';
import { type Answer, type Ask, type Http, page } from '../answer.ts';
import { endpointOf } from '../scope.ts';
import { shownDeployment } from './render.ts';

/** GET deployments. */
export async function list(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const deployments = await http.parts.store.rows.deployments.list(endpoint.uid);
  const shown = deployments.map((deployment) =>
    shownDeployment(http, ask, { workspace, endpoint, deployment }),
  );
  return page(http, ask, `${endpointId(workspace, endpoint.name)}/deployments`, shown);
}
