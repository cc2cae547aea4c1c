import { type Deployment, type DeploymentSpec, deploymentState, type Probe } from '../domain/deployment.ts';
import type { WorkspaceKey } from '../domain/workspace.ts';
import { formatDuration } from './durations.ts';
import { systemData } from './envelope.ts';
import { deploymentId } from './ids.ts';

export type DeploymentSurroundings = {
  readonly workspace: WorkspaceKey & { readonly location: string };
  readonly endpoint: string;
  readonly operationUri: string | null;
};

/** A deployment as ARM shows it, with every member that clients need even when it is a default. */
export function renderDeployment(deployment: Deployment, around: DeploymentSurroundings) {
  const { spec } = deployment;
  return {
    id: deploymentId(around.workspace, around.endpoint, deployment.name),
    name: deployment.name,
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments',
    location: around.workspace.location,
    tags: spec.tags,
    kind: spec.computeType === 'managed' ? 'Managed' : 'K8S',
    sku: { name: 'Default', tier: 'Standard', capacity: spec.instanceCount },
    properties: {
      endpointComputeType: spec.computeType === 'managed' ? 'Managed' : 'Kubernetes',
      description: spec.description,
      properties: {
        ...spec.properties,
        ...(around.operationUri === null ? {} : { AzureAsyncOperationUri: around.operationUri }),
      },
      model: spec.model,
      modelMountPath: spec.modelMountPath,
      environmentId: spec.environment,
      codeConfiguration: spec.code && { codeId: spec.code.id, scoringScript: spec.code.script },
      environmentVariables: spec.environmentVariables,
      instanceType: spec.instanceType,
      appInsightsEnabled: spec.appInsights,
      requestSettings: {
        maxConcurrentRequestsPerInstance: spec.requestSettings.maxConcurrentPerInstance,
        maxQueueWait: formatDuration(spec.requestSettings.maxQueueWaitMs),
        requestTimeout: formatDuration(spec.requestSettings.timeoutMs),
      },
      livenessProbe: renderProbe(spec.liveness),
      readinessProbe: renderProbe(spec.readiness),
      scaleSettings: renderScale(spec),
      dataCollector: spec.dataCollector,
      ...onlyFor(spec),
      provisioningState: deploymentState(deployment),
    },
    systemData: systemData(deployment),
    etag: `"${deployment.generation}"`,
  };
}

function renderProbe(probe: Probe) {
  return {
    initialDelay: formatDuration(probe.initialDelay * 1000),
    period: formatDuration(probe.period * 1000),
    timeout: formatDuration(probe.timeout * 1000),
    successThreshold: probe.successThreshold,
    failureThreshold: probe.failureThreshold,
  };
}

function renderScale({ scaleSettings }: DeploymentSpec) {
  if (scaleSettings.kind === 'default') return { scaleType: 'Default' };
  return {
    scaleType: 'TargetUtilization',
    minInstances: scaleSettings.minInstances,
    maxInstances: scaleSettings.maxInstances,
    pollingInterval: formatDuration(scaleSettings.pollingIntervalSeconds * 1000),
    targetUtilizationPercentage: scaleSettings.targetUtilizationPercentage,
  };
}

function onlyFor(spec: DeploymentSpec) {
  if (spec.computeType === 'kubernetes') return renderResources(spec);
  return {
    egressPublicNetworkAccess: spec.egressPublicNetworkAccess === 'enabled' ? 'Enabled' : 'Disabled',
    ...(spec.resources === null ? {} : renderResources(spec)),
  };
}

/** Kubernetes clients read it without looking whether it is there. */
function renderResources({ resources }: DeploymentSpec) {
  return {
    containerResourceRequirements: {
      containerResourceRequests: resources?.requests ?? {},
      containerResourceLimits: resources?.limits ?? {},
    },
  };
}
