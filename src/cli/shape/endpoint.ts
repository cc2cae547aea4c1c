/** Online endpoints as the command line shows them (snake_case) and as ARM takes them. */

import { paths } from '../../sdk/paths.ts';
import type { DeploymentResource, EndpointBody, EndpointResource, WorkspaceKey } from '../../sdk/wire.ts';
import type { EndpointYaml } from '../yaml/types.ts';
import { pascal, present, reference, snake } from './words.ts';

const authNames = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' } as const;

/** What `create`, `update` and `show` print. */
export function endpointShape(resource: EndpointResource): Record<string, unknown> {
  const { properties } = resource;
  const kubernetes = properties.compute !== null && properties.compute !== undefined;
  return present({
    auth_mode: snake(properties.authMode),
    compute: reference(properties.compute),
    description: properties.description,
    id: resource.id,
    identity: identityShape(resource),
    kind: resource.kind,
    location: resource.location,
    mirror_traffic: properties.mirrorTraffic ?? {},
    name: resource.name,
    openapi_uri: properties.swaggerUri,
    properties: properties.properties ?? {},
    provisioning_state: properties.provisioningState,
    public_network_access: kubernetes ? undefined : properties.publicNetworkAccess?.toLowerCase(),
    scoring_uri: properties.scoringUri,
    tags: resource.tags ?? {},
    traffic: properties.traffic ?? {},
  });
}

/** `show` adds the deployments that have neither live nor mirrored traffic, with 0; `create` and `update` do not. */
export function withIdleDeployments(
  shape: Record<string, unknown>,
  deployments: readonly DeploymentResource[],
): Record<string, unknown> {
  const traffic = Object(shape.traffic) as Record<string, number>;
  const mirror = Object(shape.mirror_traffic) as Record<string, number>;
  const idle = deployments
    .map(({ name }) => name)
    .filter((name) => traffic[name] === undefined && mirror[name] === undefined);
  return { ...shape, traffic: { ...traffic, ...Object.fromEntries(idle.map((name) => [name, 0])) } };
}

/** A row of `list`: exactly these members, missing ones null. */
export function endpointRow(resource: EndpointResource): Record<string, unknown> {
  return {
    kind: resource.kind ?? null,
    location: resource.location ?? null,
    mirror_traffic: resource.properties.mirrorTraffic ?? {},
    name: resource.name,
    provisioning_state: resource.properties.provisioningState ?? null,
    tags: resource.tags ?? {},
    traffic: resource.properties.traffic ?? {},
  };
}

/** The few members that an endpoint of `--local` has. */
export function localEndpointShape(resource: EndpointResource): Record<string, unknown> {
  const { auth_mode, mirror_traffic, name, provisioning_state, scoring_uri, tags, traffic } =
    endpointShape(resource);
  return {
    auth_mode,
    location: 'local',
    mirror_traffic,
    name,
    properties: {},
    provisioning_state,
    scoring_uri,
    tags,
    traffic,
  };
}

/** The body of the PUT. Zero entries of traffic are left out: the service keeps none. */
export function endpointBody(yaml: EndpointYaml, workspace: WorkspaceKey): EndpointBody {
  const { identity } = yaml;
  const assigned = identity?.user_assigned_identities ?? [];
  return {
    tags: { ...yaml.tags },
    identity: {
      type: pascal(identity?.type ?? 'system_assigned'),
      ...(assigned.length === 0
        ? {}
        : {
            userAssignedIdentities: Object.fromEntries(assigned.map(({ resource_id }) => [resource_id, {}])),
          }),
    },
    properties: {
      authMode: authNames[yaml.auth_mode ?? 'key'],
      properties: { ...yaml.properties },
      traffic: withoutZeros(yaml.traffic),
      mirrorTraffic: withoutZeros(yaml.mirror_traffic),
      ...(yaml.description === undefined ? {} : { description: yaml.description }),
      ...(yaml.public_network_access === undefined
        ? {}
        : { publicNetworkAccess: yaml.public_network_access }),
      ...(yaml.compute === undefined ? {} : { compute: computeId(yaml.compute, workspace) }),
    },
  };
}

/** Names in lower case, entries with 0 left out. */
export function withoutZeros(traffic: Readonly<Record<string, number>> | undefined): Record<string, number> {
  return Object.fromEntries(
    Object.entries(traffic ?? {})
      .filter(([, percent]) => percent !== 0)
      .map(([name, percent]) => [name.toLowerCase(), percent]),
  );
}

function identityShape({ identity }: EndpointResource): Record<string, unknown> | undefined {
  if (identity === null || identity === undefined) return undefined;
  const { type, principalId, tenantId, userAssignedIdentities } = identity as Readonly<
    Record<string, unknown>
  >;
  const assigned = Object.entries(Object(userAssignedIdentities) as Record<string, Record<string, unknown>>);
  return present({
    type: snake(String(type)),
    principal_id: principalId,
    tenant_id: tenantId,
    user_assigned_identities:
      assigned.length === 0
        ? undefined
        : assigned.map(([id, known]) =>
            present({ resource_id: id, client_id: known?.clientId, principal_id: known?.principalId }),
          ),
  });
}

function computeId(compute: string, workspace: WorkspaceKey): string {
  const name = compute.replace(/^azureml:/, '');
  return name.startsWith('/') ? name : `${paths.workspace(workspace)}/computes/${name}`;
}
