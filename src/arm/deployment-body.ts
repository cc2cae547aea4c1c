import Type, { type Static } from 'typebox';
import { closed, dataCollector, identity, sku, strings } from './parts-of-bodies.ts';

const probe = Type.Object(
  {
    initialDelay: Type.Optional(Type.String()),
    period: Type.Optional(Type.String()),
    timeout: Type.Optional(Type.String()),
    successThreshold: Type.Optional(Type.Integer()),
    failureThreshold: Type.Optional(Type.Integer()),
  },
  closed,
);

const resources = Type.Object(
  {
    cpu: Type.Optional(Type.String()),
    memory: Type.Optional(Type.String()),
    gpu: Type.Optional(Type.String()),
  },
  closed,
);

/** Body of PUT onlineEndpoints/{name}/deployments/{name} (Azure ML REST). */
export const DeploymentBody = Type.Object(
  {
    location: Type.Optional(Type.String()),
    tags: Type.Optional(strings),
    identity: Type.Optional(identity),
    sku: Type.Optional(sku),
    properties: Type.Object(
      {
        endpointComputeType: Type.Optional(Type.String()),
        description: Type.Optional(Type.String()),
        properties: Type.Optional(strings),
        model: Type.Optional(Type.String()),
        environmentId: Type.Optional(Type.String()),
        codeConfiguration: Type.Optional(
          Type.Object({ codeId: Type.Optional(Type.String()), scoringScript: Type.String() }, closed),
        ),
        environmentVariables: Type.Optional(strings),
        instanceType: Type.Optional(Type.String()),
        appInsightsEnabled: Type.Optional(Type.Boolean()),
        requestSettings: Type.Optional(
          Type.Object(
            {
              maxConcurrentRequestsPerInstance: Type.Optional(Type.Integer()),
              maxQueueWait: Type.Optional(Type.String()),
              requestTimeout: Type.Optional(Type.String()),
            },
            closed,
          ),
        ),
        livenessProbe: Type.Optional(probe),
        readinessProbe: Type.Optional(probe),
        egressPublicNetworkAccess: Type.Optional(Type.String()),
        privateNetworkConnection: Type.Optional(Type.Boolean()),
        modelMountPath: Type.Optional(Type.String()),
        scaleSettings: Type.Optional(
          Type.Object(
            {
              scaleType: Type.String(),
              minInstances: Type.Optional(Type.Integer()),
              maxInstances: Type.Optional(Type.Integer()),
              pollingInterval: Type.Optional(Type.String()),
              targetUtilizationPercentage: Type.Optional(Type.Integer()),
            },
            closed,
          ),
        ),
        containerResourceRequirements: Type.Optional(
          Type.Object(
            {
              containerResourceRequests: Type.Optional(resources),
              containerResourceLimits: Type.Optional(resources),
            },
            closed,
          ),
        ),
        dataCollector: Type.Optional(dataCollector),
      },
      closed,
    ),
  },
  closed,
);
export type DeploymentBody = Static<typeof DeploymentBody>;
export type ProbeBody = Static<typeof probe>;
