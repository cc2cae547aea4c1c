import type { DeploymentBody, WorkspaceKey } from '../../sdk/wire.ts';
import type { Amounts, DeploymentYaml, ProbeYaml } from '../yaml/types.ts';
import { dataCollectorBody } from './data-collector.ts';
import { duration } from './durations.ts';
import { pascal } from './words.ts';

/** The ids that a deployment's references stand for; undefined where it has none. */
export type DeploymentAssets = {
  readonly model: string | undefined;
  readonly environment: string | undefined;
  readonly code: string | undefined;
};

export type DeploymentPlace = {
  readonly workspace: WorkspaceKey;
  readonly endpoint: string;
  readonly name: string;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The body of the PUT. */
export function deploymentBody(
  yaml: DeploymentYaml,
  assets: DeploymentAssets,
  at: DeploymentPlace,
): DeploymentBody {
  const properties: Writable<DeploymentBody['properties']> = {
    endpointComputeType: yaml.type === 'kubernetes' ? 'Kubernetes' : 'Managed',
    environmentVariables: { ...yaml.environment_variables },
    properties: { ...yaml.properties, ...privateNetwork(yaml) },
    appInsightsEnabled: yaml.app_insights_enabled ?? false,
  };
  if (assets.model !== undefined) properties.model = assets.model;
  if (assets.environment !== undefined) properties.environmentId = assets.environment;
  const script = yaml.code_configuration?.scoring_script;
  if (assets.code !== undefined) {
    properties.codeConfiguration = { codeId: assets.code, scoringScript: script ?? '' };
  }
  if (yaml.description !== undefined) properties.description = yaml.description;
  if (yaml.instance_type !== undefined) properties.instanceType = yaml.instance_type;
  if (yaml.model_mount_path !== undefined) properties.modelMountPath = yaml.model_mount_path;
  if (yaml.egress_public_network_access !== undefined) {
    properties.egressPublicNetworkAccess = yaml.egress_public_network_access;
  }
  if (yaml.liveness_probe !== undefined) properties.livenessProbe = probeBody(yaml.liveness_probe);
  if (yaml.readiness_probe !== undefined) properties.readinessProbe = probeBody(yaml.readiness_probe);
  if (yaml.request_settings !== undefined) properties.requestSettings = requestBody(yaml.request_settings);
  if (yaml.scale_settings !== undefined) properties.scaleSettings = scaleBody(yaml.scale_settings);
  if (yaml.resources !== undefined) {
    properties.containerResourceRequirements = {
      containerResourceRequests: amountsBody(yaml.resources.requests),
      containerResourceLimits: amountsBody(yaml.resources.limits),
    };
  }
  if (yaml.data_collector !== undefined) {
    const place = { workspace: at.workspace, endpoint: at.endpoint, deployment: at.name };
    properties.dataCollector = dataCollectorBody(yaml.data_collector, place);
  }
  return {
    tags: { ...yaml.tags },
    sku: { name: 'Default', capacity: yaml.instance_count ?? 1 },
    properties,
  };
}

/** Kept as Azure's clients have kept it since the member left the API. */
function privateNetwork({ private_network_connection: wanted }: DeploymentYaml): Record<string, string> {
  return wanted === true ? { 'private-network-connection': 'true' } : {};
}

function probeBody(probe: ProbeYaml): NonNullable<DeploymentBody['properties']['livenessProbe']> {
  const time = (name: 'initialDelay' | 'period' | 'timeout', seconds: number | undefined) =>
    seconds === undefined ? {} : { [name]: duration(seconds * 1000) };
  return {
    ...time('initialDelay', probe.initial_delay),
    ...time('period', probe.period),
    ...time('timeout', probe.timeout),
    ...(probe.success_threshold === undefined ? {} : { successThreshold: probe.success_threshold }),
    ...(probe.failure_threshold === undefined ? {} : { failureThreshold: probe.failure_threshold }),
  };
}

function requestBody(
  settings: NonNullable<DeploymentYaml['request_settings']>,
): NonNullable<DeploymentBody['properties']['requestSettings']> {
  const { request_timeout_ms, max_queue_wait_ms, max_concurrent_requests_per_instance } = settings;
  return {
    ...(max_concurrent_requests_per_instance === undefined
      ? {}
      : { maxConcurrentRequestsPerInstance: max_concurrent_requests_per_instance }),
    ...(max_queue_wait_ms === undefined ? {} : { maxQueueWait: duration(max_queue_wait_ms) }),
    ...(request_timeout_ms === undefined ? {} : { requestTimeout: duration(request_timeout_ms) }),
  };
}

function scaleBody(
  scale: NonNullable<DeploymentYaml['scale_settings']>,
): NonNullable<DeploymentBody['properties']['scaleSettings']> {
  return {
    scaleType: pascal(scale.type),
    ...(scale.min_instances === undefined ? {} : { minInstances: scale.min_instances }),
    ...(scale.max_instances === undefined ? {} : { maxInstances: scale.max_instances }),
    ...(scale.polling_interval === undefined
      ? {}
      : { pollingInterval: duration(scale.polling_interval * 1000) }),
    ...(scale.target_utilization_percentage === undefined
      ? {}
      : { targetUtilizationPercentage: scale.target_utilization_percentage }),
  };
}

function amountsBody(amounts: Amounts | undefined): { cpu?: string; memory?: string; gpu?: string } {
  const gpu = amounts?.['nvidia.com/gpu'];
  return {
    ...(amounts?.cpu === undefined ? {} : { cpu: amounts.cpu }),
    ...(amounts?.memory === undefined ? {} : { memory: amounts.memory }),
    ...(gpu === undefined ? {} : { gpu }),
  };
}
