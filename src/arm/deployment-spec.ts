import {
  type DeploymentSpec,
  defaultProbe,
  defaultRequestSettings,
  type Probe,
  type RequestSettings,
  type Resources,
  type ScaleSettings,
} from '../domain/deployment.ts';
import { DomainError } from '../domain/errors.ts';
import type { StringMap } from '../domain/workspace.ts';
import { checked } from './check.ts';
import { choice } from './choice.ts';
import { DeploymentBody, type ProbeBody } from './deployment-body.ts';
import { parseDuration } from './durations.ts';
import { withoutEchoes, withoutNulls } from './envelope.ts';

type Properties = DeploymentBody['properties'];

const readOnly = ['provisioningState'];

/** What a PUT body asks for, Azure's defaults filled in. Throws bad-argument with the path of the field. */
export function deploymentSpec(body: unknown): DeploymentSpec {
  const { tags, sku, properties } = checked(DeploymentBody, withoutNulls(withoutEchoes(body, readOnly)));
  const computeType =
    choice(
      ['Managed', 'Kubernetes'],
      properties.endpointComputeType ?? 'Managed',
      'properties.endpointComputeType',
    ) === 'Managed'
      ? 'managed'
      : 'kubernetes';
  return {
    computeType,
    description: properties.description ?? null,
    tags: tags ?? {},
    properties: withoutOperation(properties.properties ?? {}),
    model: properties.model ?? null,
    code: codeOf(properties),
    environment: properties.environmentId ?? null,
    environmentVariables: properties.environmentVariables ?? {},
    instanceType: properties.instanceType ?? (computeType === 'managed' ? '' : 'defaultinstancetype'),
    instanceCount: sku?.capacity ?? 1,
    appInsights: properties.appInsightsEnabled ?? false,
    requestSettings: requestSettings(properties),
    liveness: probe(properties.livenessProbe, 'properties.livenessProbe'),
    readiness: probe(properties.readinessProbe, 'properties.readinessProbe'),
    egressPublicNetworkAccess: choice(
      ['enabled', 'disabled'],
      properties.egressPublicNetworkAccess ?? 'enabled',
      'properties.egressPublicNetworkAccess',
    ),
    modelMountPath: properties.modelMountPath ?? null,
    scaleSettings: scaleSettings(properties.scaleSettings),
    resources: resources(properties.containerResourceRequirements),
    dataCollector: properties.dataCollector ?? null,
  };
}

function codeOf({ codeConfiguration }: Properties): DeploymentSpec['code'] {
  if (codeConfiguration === undefined) return null;
  const { codeId, scoringScript } = codeConfiguration;
  if (codeId === undefined) {
    throw new DomainError(
      'bad-argument',
      'properties.codeConfiguration.codeId is required beside scoringScript.',
      {
        target: 'properties.codeConfiguration.codeId',
      },
    );
  }
  return { id: codeId, script: scoringScript };
}

function requestSettings({ requestSettings: asked }: Properties): RequestSettings {
  const path = 'properties.requestSettings';
  return {
    timeoutMs:
      asked?.requestTimeout === undefined
        ? defaultRequestSettings.timeoutMs
        : parseDuration(asked.requestTimeout, `${path}.requestTimeout`),
    maxConcurrentPerInstance:
      asked?.maxConcurrentRequestsPerInstance ?? defaultRequestSettings.maxConcurrentPerInstance,
    maxQueueWaitMs:
      asked?.maxQueueWait === undefined
        ? defaultRequestSettings.maxQueueWaitMs
        : parseDuration(asked.maxQueueWait, `${path}.maxQueueWait`),
  };
}

function probe(asked: ProbeBody | undefined, path: string): Probe {
  const seconds = (value: string | undefined, name: 'initialDelay' | 'period' | 'timeout') =>
    value === undefined ? defaultProbe[name] : parseDuration(value, `${path}.${name}`) / 1000;
  return {
    initialDelay: seconds(asked?.initialDelay, 'initialDelay'),
    period: seconds(asked?.period, 'period'),
    timeout: seconds(asked?.timeout, 'timeout'),
    successThreshold: asked?.successThreshold ?? defaultProbe.successThreshold,
    failureThreshold: asked?.failureThreshold ?? defaultProbe.failureThreshold,
  };
}

function scaleSettings(asked: Properties['scaleSettings']): ScaleSettings {
  const path = 'properties.scaleSettings';
  if (asked === undefined) return { kind: 'default' };
  if (choice(['Default', 'TargetUtilization'], asked.scaleType, `${path}.scaleType`) === 'Default')
    return { kind: 'default' };
  return {
    kind: 'target_utilization',
    minInstances: asked.minInstances ?? 1,
    maxInstances: asked.maxInstances ?? 1,
    pollingIntervalSeconds:
      asked.pollingInterval === undefined
        ? 1
        : parseDuration(asked.pollingInterval, `${path}.pollingInterval`) / 1000,
    targetUtilizationPercentage: asked.targetUtilizationPercentage ?? 70,
  };
}

function resources(asked: Properties['containerResourceRequirements']): Resources | null {
  const { containerResourceRequests: requests = {}, containerResourceLimits: limits = {} } = asked ?? {};
  // Kubernetes clients need the empty object in every answer and send it back: it asks for nothing.
  const none = Object.keys(requests).length + Object.keys(limits).length === 0;
  return none ? null : { requests, limits };
}

function withoutOperation(properties: StringMap): StringMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== 'AzureAsyncOperationUri'));
}
