import type { CollectorSpec } from './data-collector.ts';
import type { ProvisioningState } from './endpoint.ts';
import type { Stamp, StringMap } from './workspace.ts';

/** Seconds, except the two thresholds, which count probes. */
export type Probe = {
  readonly initialDelay: number;
  readonly period: number;
  readonly timeout: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
};

export type RequestSettings = {
  readonly timeoutMs: number;
  readonly maxConcurrentPerInstance: number;
  readonly maxQueueWaitMs: number;
};

export type ScaleSettings =
  | { readonly kind: 'default' }
  | {
      readonly kind: 'target_utilization';
      readonly minInstances: number;
      readonly maxInstances: number;
      readonly pollingIntervalSeconds: number;
      readonly targetUtilizationPercentage: number;
    };

export type Resources = {
  readonly requests: StringMap;
  readonly limits: StringMap;
};

/** What a user asks of a deployment. Ids are ARM ids, as the client sent them. */
export type DeploymentSpec = {
  readonly computeType: 'managed' | 'kubernetes';
  readonly description: string | null;
  readonly tags: StringMap;
  readonly properties: StringMap;
  readonly model: string | null;
  readonly code: { readonly id: string; readonly script: string } | null;
  readonly environment: string | null;
  readonly environmentVariables: StringMap;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly appInsights: boolean;
  readonly requestSettings: RequestSettings;
  readonly liveness: Probe;
  readonly readiness: Probe;
  readonly egressPublicNetworkAccess: 'enabled' | 'disabled';
  readonly modelMountPath: string | null;
  readonly scaleSettings: ScaleSettings;
  readonly resources: Resources | null;
  /** As the client sent it; what instances make of it is the revision's `collector`. */
  readonly dataCollector: Readonly<Record<string, unknown>> | null;
};

/** Why a generation did not come about. `code` is Azure's word (ImageBuildFailure, ResourceNotReady, …). */
export type Failure = { readonly code: string; readonly message: string };

/** A named set of identical instances behind an endpoint. */
export type Deployment = Stamp & {
  readonly uid: string;
  readonly endpointUid: string;
  readonly name: string;
  readonly spec: DeploymentSpec;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly targetRevision: number;
  /** The revision that takes requests; null until one was ready. */
  readonly servingRevision: number | null;
  /** Set when the observed generation failed; the serving revision, if any, goes on. */
  readonly failure: Failure | null;
  readonly version: number;
  readonly deleting: boolean;
};

/** The scoring scripts that the worker brings along, for models that need none of their own. */
export type BuiltInScript = 'mlflow' | 'onnx';

/** What an instance of a revision runs, resolved to files; immutable. */
export type RunSpec = {
  readonly model: { readonly name: string; readonly version: string; readonly digest: string } | null;
  readonly code: { readonly digest: string; readonly script: string } | { readonly builtIn: BuiltInScript };
  readonly environment: EnvironmentDefinition;
  readonly environmentVariables: StringMap;
  readonly instanceType: string;
  readonly modelMountPath: string | null;
  readonly resources: Resources | null;
  /** Left out when nothing is collected, as in revisions from before there was any; `source` is the deployment's id. */
  readonly collector?: CollectorSpec & { readonly source: string };
};

/** What a Python environment is built from. With neither conda file nor build it is the base packages. */
export type EnvironmentDefinition = {
  readonly image: string | null;
  /** The conda file's text (YAML or JSON). */
  readonly condaFile: string | null;
};

/** The immutable, numbered spec of a deployment that instances actually run. */
export type Revision = {
  readonly deploymentUid: string;
  readonly number: number;
  readonly digest: string;
  readonly run: RunSpec;
  readonly createdAt: number;
};

export const defaultProbe: Probe = {
  initialDelay: 10,
  period: 10,
  timeout: 2,
  successThreshold: 1,
  failureThreshold: 30,
};

export const defaultRequestSettings: RequestSettings = {
  timeoutMs: 5000,
  maxConcurrentPerInstance: 1,
  maxQueueWaitMs: 500,
};

/** The state that an API shows, derived from intent and observation. */
export function deploymentState(
  deployment: Pick<Deployment, 'generation' | 'observedGeneration' | 'deleting' | 'failure'>,
): ProvisioningState {
  if (deployment.deleting) return 'Deleting';
  if (deployment.observedGeneration < deployment.generation) {
    return deployment.observedGeneration === 0 ? 'Creating' : 'Updating';
  }
  return deployment.failure === null ? 'Succeeded' : 'Failed';
}
