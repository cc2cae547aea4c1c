/** What history keeps of a resource: the body of the PUT that asks for it, its ETag, and no secret. */
import type { AutoscaleSetting, OwnPolicy } from '../domain/autoscale/ports.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { canonical, type Json } from '../domain/history.ts';
import type { StringMap } from '../domain/workspace.ts';
import { ownShape, type SentProperties } from './autoscale/render.ts';
import { renderDeployment } from './deployment.ts';
import { renderEndpoint } from './endpoint.ts';
import { omit } from './envelope.ts';

/** Without its keys, its addresses and how far the change has come. */
export function endpointPicture(endpoint: Endpoint): Json {
  const shown = renderEndpoint(endpoint, { workspace: nowhere, scoringBase: '', operationUri: null });
  const { type, userAssigned } = endpoint.spec.identity;
  return picture({
    kind: shown.kind,
    tags: shown.tags,
    identity: { type, userAssignedIdentities: userAssigned },
    properties: {
      ...omit(shown.properties, ['scoringUri', 'swaggerUri', 'provisioningState']),
      properties: endpoint.spec.properties,
    },
    etag: shown.etag,
  });
}

/**
 * With the number of its revision. Variables may hold secrets, and more people read the history than the deployment:
 * `digest` stands for a value, equal for equal ones.
 */
export function deploymentPicture(
  deployment: Deployment,
  digest: (name: string, value: string) => string,
): Json {
  const shown = renderDeployment(deployment, { workspace: nowhere, endpoint: '', operationUri: null });
  const variables: StringMap = Object.fromEntries(
    Object.entries(deployment.spec.environmentVariables).map(([name, value]) => [name, digest(name, value)]),
  );
  return picture({
    kind: shown.kind,
    tags: shown.tags,
    sku: shown.sku,
    properties: {
      ...omit(shown.properties, ['provisioningState']),
      environmentVariables: variables,
    },
    revision: deployment.targetRevision,
    etag: shown.etag,
  });
}

/** Whom it calls may be told by addresses with secrets in them: `digest` stands for those as well. */
export function autoscaleSettingPicture(
  { location, tags, sent }: AutoscaleSetting,
  digest: (name: string, value: string) => string,
): Json {
  const { notifications, ...properties } = sent as SentProperties;
  const told = notifications.map(({ webhooks = [], ...notification }) => ({
    ...notification,
    webhooks: webhooks.map((webhook) => digest('webhook', canonical(webhook))),
  }));
  return picture({ location, tags, properties: { ...properties, notifications: told } });
}

/** The body of PUT {deployment}/autoscale. */
export function ownAutoscalePicture(policy: OwnPolicy): Json {
  return picture({ properties: ownShape(policy) });
}

const nowhere = { subscription: '', resourceGroup: '', name: '', location: '' };

/** What is undefined is absent, as on the wire. */
function picture(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
