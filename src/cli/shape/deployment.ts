/** Online deployments as the command line shows them. */
import type { DeploymentResource } from '../../sdk/wire.ts';
import { dataCollectorShape } from './data-collector.ts';
import { milliseconds, seconds } from './durations.ts';
import { creationContext } from './stamp.ts';
import { present, reference, snake } from './words.ts';

type Properties = DeploymentResource['properties'];
type Probe = Properties['livenessProbe'];

/** What `create`, `update` and `show` print; also what `update` edits. */
export function deploymentShape(resource: DeploymentResource): Record<string, unknown> {
  const { properties } = resource;
  const kubernetes = properties.endpointComputeType === 'Kubernetes';
  return present({
    app_insights_enabled: properties.appInsightsEnabled ?? false,
    code_configuration: properties.codeConfiguration && {
      code: properties.codeConfiguration.codeId,
      scoring_script: properties.codeConfiguration.scoringScript,
    },
    creation_context: creationContext(resource.systemData),
    data_collector: dataCollectorShape(properties.dataCollector),
    description: properties.description,
    egress_public_network_access: kubernetes ? undefined : egressOf(properties),
    endpoint_name: /\/onlineEndpoints\/([^/]+)\//i.exec(resource.id)?.[1],
    environment: reference(properties.environmentId),
    environment_variables: properties.environmentVariables ?? {},
    id: resource.id,
    instance_count: resource.sku?.capacity,
    instance_type: properties.instanceType,
    liveness_probe: probeShape(properties.livenessProbe),
    model: reference(properties.model),
    model_mount_path: properties.modelMountPath,
    name: resource.name,
    properties: properties.properties ?? {},
    provisioning_state: properties.provisioningState,
    readiness_probe: probeShape(properties.readinessProbe),
    request_settings: requestShape(properties),
    resources: kubernetes ? resourcesShape(properties) : undefined,
    scale_settings: scaleShape(properties.scaleSettings),
    tags: resource.tags ?? {},
    type: kubernetes ? 'kubernetes' : 'managed',
  });
}

/** A row of `list`: exactly these members, missing ones null. */
export function deploymentRow(resource: DeploymentResource): Record<string, unknown> {
  const { endpoint_name, instance_type, model, name, provisioning_state, type } = deploymentShape(resource);
  return {
    endpoint_name: endpoint_name ?? null,
    instance_type: instance_type ?? null,
    model: model ?? null,
    name,
    provisioning_state: provisioning_state ?? null,
    type,
  };
}

/** The members of a deployment of `--local`: nothing on machines, scale or probes. */
export function localDeploymentShape(resource: DeploymentResource): Record<string, unknown> {
  const shape = deploymentShape(resource);
  const kept = [
    'app_insights_enabled',
    'code_configuration',
    'description',
    'endpoint_name',
    'environment',
    'environment_variables',
    'model',
    'name',
    'properties',
    'provisioning_state',
    'tags',
    'type',
  ];
  return Object.fromEntries(Object.entries(shape).filter(([key]) => kept.includes(key)));
}

function egressOf(properties: Properties): string | undefined {
  return 'egressPublicNetworkAccess' in properties
    ? String(properties.egressPublicNetworkAccess).toLowerCase()
    : undefined;
}

function probeShape(probe: Probe | null | undefined): Record<string, unknown> | undefined {
  if (probe === null || probe === undefined) return undefined;
  return present({
    failure_threshold: probe.failureThreshold,
    initial_delay: seconds(probe.initialDelay),
    period: seconds(probe.period),
    success_threshold: probe.successThreshold,
    timeout: seconds(probe.timeout),
  });
}

function requestShape({ requestSettings }: Properties): Record<string, unknown> | undefined {
  if (requestSettings === null || requestSettings === undefined) return undefined;
  return present({
    max_concurrent_requests_per_instance: requestSettings.maxConcurrentRequestsPerInstance,
    max_queue_wait_ms: milliseconds(requestSettings.maxQueueWait),
    request_timeout_ms: milliseconds(requestSettings.requestTimeout),
  });
}

function scaleShape(
  scale: Properties['scaleSettings'] | null | undefined,
): Record<string, unknown> | undefined {
  if (scale === null || scale === undefined) return undefined;
  const { minInstances, maxInstances, pollingInterval, targetUtilizationPercentage } = scale as Readonly<
    Record<string, unknown>
  >;
  return present({
    type: snake(scale.scaleType),
    min_instances: minInstances,
    max_instances: maxInstances,
    polling_interval: typeof pollingInterval === 'string' ? seconds(pollingInterval) : undefined,
    target_utilization_percentage: targetUtilizationPercentage,
  });
}

function resourcesShape(properties: Properties): Record<string, unknown> | undefined {
  if (!('containerResourceRequirements' in properties)) return undefined;
  const { containerResourceRequests, containerResourceLimits } = properties.containerResourceRequirements;
  return {
    requests: amountsShape(containerResourceRequests),
    limits: amountsShape(containerResourceLimits),
  };
}

function amountsShape(
  amounts: Readonly<Record<string, string | undefined>> | undefined,
): Record<string, unknown> {
  return present({ cpu: amounts?.cpu, memory: amounts?.memory, 'nvidia.com/gpu': amounts?.gpu });
}
