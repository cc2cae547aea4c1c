import { renderInstances } from '../../arm/instance.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { endpointOf } from '../scope.ts';

/**
 * GET onlineEndpoints/{name}/instances (ours): for each deployment, by name, the revision that is wanted, the one that serves
 * (null while none does), and its instances { id, revision, state, startTime, since, reason }; `state` is starting, ready,
 * unhealthy, stopping or failed, `since` when it became that, `reason` why it is one of the last three.
 */
export async function listInstances(http: Http, ask: Ask): Promise<Answer> {
  const { endpoint } = await endpointOf(http, ask);
  const { rows } = http.parts.store;
  const deployments = await rows.deployments.list(endpoint.uid);
  const instances = await rows.instances.list(deployments.map(({ uid }) => uid));
  return ok({ value: deployments.map((deployment) => renderInstances(deployment, instances)) });
}
