import {
  type DeploymentAction,
  deploymentActions,
  deploymentRefusal,
  type EndpointAction,
  type EndpointFacts,
  endpointActions,
  endpointRefusal,
  type Refusal,
} from '../domain/allowed.ts';

export type { DeploymentAction, EndpointAction, Refusal } from '../domain/allowed.ts';

/** What the answer about an endpoint says of its state, as far as it matters here. */
export type ShownEndpoint = {
  readonly name: string;
  readonly kind: string;
  readonly properties: {
    readonly authMode: string;
    readonly traffic: Readonly<Record<string, number>>;
    readonly provisioningState: string;
  };
};

export type ShownDeployment = {
  readonly name: string;
  readonly properties: { readonly provisioningState: string };
};

/** By action why it is refused; null when it is allowed, as far as the answer tells. The service decides. */
export type Allowed<A extends string> = Readonly<Record<A, Refusal | null>>;

const authModes: Readonly<Record<string, EndpointFacts['authMode']>> = {
  key: 'key',
  amltoken: 'aml_token',
  aadtoken: 'aad_token',
};

/** What may be done with an endpoint. */
export function allowedOnEndpoint(endpoint: ShownEndpoint): Allowed<EndpointAction> {
  const facts = factsOf(endpoint);
  return byAction(endpointActions, (action) => endpointRefusal(action, facts));
}

/** What may be done with a deployment of an endpoint. */
export function allowedOnDeployment(
  deployment: ShownDeployment,
  endpoint: ShownEndpoint,
): Allowed<DeploymentAction> {
  const { provisioningState } = deployment.properties;
  const facts = {
    name: deployment.name,
    deleting: provisioningState === 'Deleting',
    serving: servingIn(provisioningState),
    endpoint: factsOf(endpoint),
    traffic: endpoint.properties.traffic,
  };
  return byAction(deploymentActions, (action) => deploymentRefusal(action, facts));
}

/** After an update that failed or is under way, the revision of before may serve, or there was none. */
function servingIn(provisioningState: string): boolean | null {
  if (provisioningState === 'Succeeded') return true;
  return provisioningState === 'Creating' ? false : null;
}

function factsOf({ name, kind, properties }: ShownEndpoint): EndpointFacts {
  return {
    name,
    deleting: properties.provisioningState === 'Deleting',
    authMode: authModes[properties.authMode.toLowerCase()] ?? 'key',
    managed: kind.toLowerCase() !== 'k8s',
  };
}

function byAction<A extends string>(
  actions: readonly A[],
  refusalOf: (action: A) => Refusal | undefined,
): Allowed<A> {
  const entries = actions.map((action) => [action, refusalOf(action) ?? null] as const);
  return Object.fromEntries(entries) as Allowed<A>;
}
