import Type, { type Static } from 'typebox';
import { type Endpoint, type EndpointSpec, endpointState } from '../domain/endpoint.ts';
import { withoutZeros } from '../domain/traffic.ts';
import type { WorkspaceKey } from '../domain/workspace.ts';
import { checked } from './check.ts';
import { choice } from './choice.ts';
import { systemData, withoutEchoes, withoutNulls } from './envelope.ts';
import { endpointId } from './ids.ts';
import { closed, identity, sku, strings } from './parts-of-bodies.ts';

const percentages = Type.Record(Type.String(), Type.Number());

/** Body of PUT onlineEndpoints/{name} (Azure ML REST). */
export const EndpointBody = Type.Object(
  {
    location: Type.Optional(Type.String()),
    tags: Type.Optional(strings),
    identity: Type.Optional(identity),
    sku: Type.Optional(sku),
    properties: Type.Object(
      {
        authMode: Type.Optional(Type.String()),
        description: Type.Optional(Type.String()),
        properties: Type.Optional(strings),
        traffic: Type.Optional(percentages),
        mirrorTraffic: Type.Optional(percentages),
        publicNetworkAccess: Type.Optional(Type.String()),
        compute: Type.Optional(Type.String()),
        keys: Type.Optional(
          Type.Object(
            { primaryKey: Type.Optional(Type.String()), secondaryKey: Type.Optional(Type.String()) },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  closed,
);
export type EndpointBody = Static<typeof EndpointBody>;

const readOnly = ['scoringUri', 'swaggerUri', 'provisioningState'];
const serverProperties = [
  'azureml.onlineendpointid',
  'AzureAsyncOperationUri',
  'createdAt',
  'createdBy',
  'lastModifiedAt',
];

const authModes = ['Key', 'AMLToken', 'AADToken'] as const;
const authWords = { Key: 'key', AMLToken: 'aml_token', AADToken: 'aad_token' } as const;
const authNames = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' } as const;
const identityTypes = ['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'] as const;

/** What a PUT body asks for, defaults filled in, and the keys it brings along. Throws bad-argument. */
export function endpointSpec(body: unknown): {
  readonly spec: EndpointSpec;
  readonly keys: EndpointBody['properties']['keys'];
} {
  const {
    tags,
    identity: given,
    properties,
  } = checked(EndpointBody, withoutNulls(withoutEchoes(body, readOnly)));
  const spec: EndpointSpec = {
    description: properties.description ?? null,
    tags: tags ?? {},
    properties: Object.fromEntries(
      Object.entries(properties.properties ?? {}).filter(([key]) => !serverProperties.includes(key)),
    ),
    authMode: authWords[choice(authModes, properties.authMode ?? 'Key', 'properties.authMode')],
    identity: {
      type: choice(identityTypes, (given?.type ?? 'SystemAssigned').replace(' ', ''), 'identity.type'),
      userAssigned: Object.keys(given?.userAssignedIdentities ?? {}),
    },
    traffic: withoutZeros(properties.traffic ?? {}),
    mirror: withoutZeros(properties.mirrorTraffic ?? {}),
    publicNetworkAccess: choice(
      ['enabled', 'disabled'],
      properties.publicNetworkAccess ?? 'enabled',
      'properties.publicNetworkAccess',
    ),
    compute: properties.compute ?? null,
  };
  return { spec, keys: properties.keys };
}

/** What a resource's answer needs besides the row itself. */
export type Surroundings = {
  readonly workspace: WorkspaceKey & { readonly location: string };
  /** `https://host:port/path` under which the endpoint is scored, without `/score`. */
  readonly scoringBase: string;
  readonly operationUri: string | null;
};

/** An endpoint as ARM shows it. */
export function renderEndpoint(endpoint: Endpoint, around: Surroundings) {
  const id = endpointId(around.workspace, endpoint.name);
  const { spec } = endpoint;
  return {
    id,
    name: endpoint.name,
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
    location: around.workspace.location,
    tags: spec.tags,
    kind: spec.compute === null ? 'Managed' : 'K8S',
    identity: renderIdentity(endpoint),
    properties: {
      authMode: authNames[spec.authMode],
      description: spec.description,
      properties: {
        ...spec.properties,
        'azureml.onlineendpointid': id.toLowerCase(),
        createdBy: endpoint.createdBy,
        createdAt: new Date(endpoint.createdAt).toISOString().replace('Z', '000+0000'),
        lastModifiedAt: new Date(endpoint.modifiedAt).toISOString().replace('Z', '000+0000'),
        ...(around.operationUri === null ? {} : { AzureAsyncOperationUri: around.operationUri }),
      },
      traffic: spec.traffic,
      mirrorTraffic: spec.mirror,
      compute: spec.compute,
      publicNetworkAccess: spec.publicNetworkAccess === 'enabled' ? 'Enabled' : 'Disabled',
      scoringUri: `${around.scoringBase}/score`,
      swaggerUri: `${around.scoringBase}/swagger.json`,
      provisioningState: endpointState(endpoint),
    },
    systemData: systemData(endpoint),
    etag: `"${endpoint.generation}"`,
  };
}

/** Identities mean nothing on one machine; ids are derived so that clients that print them have something stable. */
function renderIdentity(endpoint: Endpoint) {
  const { type, userAssigned } = endpoint.spec.identity;
  if (type === 'None') return { type };
  return {
    type,
    ...(type.startsWith('System')
      ? { principalId: endpoint.uid, tenantId: '00000000-0000-0000-0000-000000000000' }
      : {}),
    ...(userAssigned.length === 0
      ? {}
      : {
          userAssignedIdentities: Object.fromEntries(
            userAssigned.map((id) => [id, { principalId: endpoint.uid, clientId: endpoint.uid }]),
          ),
        }),
  };
}
