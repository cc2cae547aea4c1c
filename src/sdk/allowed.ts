/** What may be done in which state, before anybody asks the service: its own table. */
import {
  type Allowed,
  allowedOnDeployment,
  allowedOnEndpoint,
  type DeploymentAction,
  type EndpointAction,
} from '../arm/allowed.ts';
import type { DeploymentResource, EndpointResource } from './wire.ts';

export type { Allowed, DeploymentAction, EndpointAction, Refusal } from '../arm/allowed.ts';

/** By action why it would be refused, null when it would not; of an endpoint with its deployments. */
export function endpointActions(
  endpoint: EndpointResource,
  deployments: readonly DeploymentResource[],
): Allowed<EndpointAction> {
  return allowedOnEndpoint(endpoint, deployments.length);
}

/** The same of a deployment of an endpoint. */
export function deploymentActions(
  deployment: DeploymentResource,
  endpoint: EndpointResource,
): Allowed<DeploymentAction> {
  return allowedOnDeployment(deployment, endpoint);
}
