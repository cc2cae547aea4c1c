import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { AssetVersion } from '../../domain/asset.ts';
import type { DeploymentSpec, EnvironmentDefinition, Probe } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import { limitRules } from '../../domain/limits.ts';
import type { AssetFiles } from '../../domain/ports.ts';
import { sizeOf } from '../../domain/sizes.ts';

/** Whatever its limit. */
const maxInstances = limitRules.instancesPerDeployment.most;
const maxTimeoutMs = { managed: 180_000, kubernetes: 300_000 } as const;

/**
 * The rules of Azure ML on one deployment's fields; how many instances it may have depends on limits (`checkInstances`).
 * Throws bad-argument that names the field, the value and the rule.
 */
export function checkDeployment(spec: DeploymentSpec): void {
  if (spec.instanceType === '') {
    refuse('instance_type', 'instance_type is required for a managed deployment.');
  }
  sizeOf(spec.instanceType);
  range(
    'request_settings.request_timeout_ms',
    spec.requestSettings.timeoutMs,
    1,
    maxTimeoutMs[spec.computeType],
  );
  range(
    'request_settings.max_concurrent_requests_per_instance',
    spec.requestSettings.maxConcurrentPerInstance,
    1,
    1000,
  );
  range(
    'request_settings.max_queue_wait_ms',
    spec.requestSettings.maxQueueWaitMs,
    0,
    maxTimeoutMs[spec.computeType],
  );
  checkProbe('liveness_probe', spec.liveness);
  checkProbe('readiness_probe', spec.readiness);
  if (spec.computeType === 'managed' && spec.scaleSettings.kind !== 'default') {
    refuse(
      'scale_settings.type',
      `scale_settings.type is '${spec.scaleSettings.kind}'; a managed deployment supports default only.`,
    );
  }
  checkScale(spec.scaleSettings);
  if (spec.modelMountPath !== null && !spec.modelMountPath.startsWith('/')) {
    refuse('model_mount_path', `model_mount_path is '${spec.modelMountPath}'; it must be an absolute path.`);
  }
  const badName = Object.keys(spec.environmentVariables).find((name) => !/^[^=\0]+$/.test(name));
  if (badName !== undefined)
    refuse(
      'environment_variables',
      `environment_variables has the name '${badName}'; it must not be empty or contain '='.`,
    );
  const badValue = Object.entries(spec.environmentVariables).find(([, value]) => value.includes('\0'))?.[0];
  if (badValue !== undefined)
    refuse(
      `environment_variables.${badValue}`,
      `The value of environment_variables.${badValue} contains a NUL character, which no process can be given.`,
    );
}

function checkScale(scale: DeploymentSpec['scaleSettings']): void {
  if (scale.kind === 'default') return;
  range('scale_settings.min_instances', scale.minInstances, 1, maxInstances);
  range('scale_settings.max_instances', scale.maxInstances, scale.minInstances, maxInstances);
  range('scale_settings.polling_interval', scale.pollingIntervalSeconds, 1, 3600);
  range('scale_settings.target_utilization_percentage', scale.targetUtilizationPercentage, 1, 100);
}

/** The scoring script must be a file inside the code folder. Throws bad-argument; unavailable when the files are gone. */
export async function checkScript(files: AssetFiles, digest: string, script: string): Promise<void> {
  const tree = await files.locate(digest);
  if (tree === undefined)
    throw new DomainError(
      'unavailable',
      'The files of the code asset are no longer on this machine; upload them again.',
    );
  const path = normalize(script);
  const target = 'code_configuration.scoring_script';
  if (path.startsWith('..') || path.startsWith('/')) {
    refuse(target, `${target} is '${script}'; it must be a path inside the code folder.`);
  }
  const found = await stat(join(tree.root, tree.leaf, path)).catch(() => undefined);
  if (!found?.isFile())
    refuse(target, `${target} is '${script}', but the code folder '${tree.leaf}' has no such file.`);
}

/** Azure's rule: an MLflow model whose files say what it needs says nothing about what a user's script needs. */
export function checkOwnEnvironment(
  model: AssetVersion | null,
  environment: EnvironmentDefinition | null,
): void {
  if (environment !== null || model?.spec.kind !== 'models' || model.spec.type !== 'mlflow_model') return;
  refuse(
    'environment',
    'environment is required: an mlflow_model that is served by a scoring script of its own needs one for that script. Leave code_configuration out to serve the model as it is.',
  );
}

function checkProbe(field: string, probe: Probe): void {
  for (const [name, value] of Object.entries({
    initial_delay: probe.initialDelay,
    period: probe.period,
    timeout: probe.timeout,
    success_threshold: probe.successThreshold,
    failure_threshold: probe.failureThreshold,
  })) {
    range(`${field}.${name}`, value, 1, 86_400);
  }
}

function range(field: string, value: number, least: number, most: number): void {
  if (Number.isFinite(value) && value >= least && value <= most) return;
  refuse(field, `${field} is ${value}; it must be ${least} to ${most}.`);
}

function refuse(target: string, message: string): never {
  throw new DomainError('bad-argument', message, { target });
}
