import { deploymentId, endpointId } from '../../arm/ids.ts';
import type { Scope } from '../../arm/metrics/catalog.ts';
import type { Ask, Http } from '../answer.ts';
import { deploymentOf, endpointOf } from '../scope.ts';

export type Measured = {
  readonly scope: Scope;
  readonly resourceId: string;
  readonly region: string;
  readonly endpoint: string;
  /** Undefined: all of the endpoint. */
  readonly deployment: string | undefined;
};

/** The endpoint or deployment of the path. Throws not-found. */
export async function measuredOf(http: Http, ask: Ask): Promise<Measured> {
  if (ask.params.deployment === undefined) {
    const { workspace, endpoint } = await endpointOf(http, ask);
    const resourceId = endpointId(workspace, endpoint.name);
    return {
      scope: 'endpoint',
      resourceId,
      region: workspace.location,
      endpoint: endpoint.name,
      deployment: undefined,
    };
  }
  const { workspace, endpoint, deployment } = await deploymentOf(http, ask);
  const resourceId = deploymentId(workspace, endpoint.name, deployment.name);
  const names = { endpoint: endpoint.name, deployment: deployment.name };
  return { scope: 'deployment', resourceId, region: workspace.location, ...names };
}
