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

/** By action why it would be refused because of the endpoint's state, null when it would not. Limits are not in it. */
export function endpointActions(endpoint: EndpointResource): Allowed<EndpointAction> {
  return allowedOnEndpoint(endpoint);
}

/** The same of a deployment of an endpoint. */
export function deploymentActions(
  deployment: DeploymentResource,
  endpoint: EndpointResource,
): Allowed<DeploymentAction> {
  return allowedOnDeployment(deployment, endpoint);
}
