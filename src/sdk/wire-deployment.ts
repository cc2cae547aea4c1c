import type { IdentityBody, StringMap, SystemData } from './wire-stamp.ts';

/** Durations are ISO 8601, for instance `PT10S`. */
export type ProbeBody = {
  readonly initialDelay?: string;
  readonly period?: string;
  readonly timeout?: string;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
};

/** Durations are ISO 8601; `requestTimeout` is PT5S unless given. */
export type RequestSettings = {
  readonly maxConcurrentRequestsPerInstance?: number;
  readonly maxQueueWait?: string;
  readonly requestTimeout?: string;
};

export type ScaleSettings = {
  /** `Default` or `TargetUtilization`. */
  readonly scaleType: string;
  readonly minInstances?: number;
  readonly maxInstances?: number;
  readonly pollingInterval?: string;
  readonly targetUtilizationPercentage?: number;
};

/** What is kept of requests and answers, by name of the collection. */
export type DataCollector = {
  readonly collections: Readonly<
    Record<
      string,
      {
        readonly clientId?: string;
        readonly dataCollectionMode?: string;
        readonly dataId?: string;
        readonly samplingRate?: number;
      }
    >
  >;
  readonly rollingRate?: string;
  readonly requestLogging?: { readonly captureHeaders?: string[] };
};

type ResourceAmounts = { readonly cpu?: string; readonly memory?: string; readonly gpu?: string };

/** What is wanted of a deployment (body of PUT …/deployments/{name}, Azure ML REST). */
export type DeploymentBody = {
  readonly location?: string;
  readonly tags?: StringMap;
  readonly identity?: IdentityBody;
  /** `capacity` is the number of instances. */
  readonly sku?: {
    readonly name?: string;
    readonly capacity?: number;
    readonly tier?: string;
    readonly size?: string;
    readonly family?: string;
  };
  readonly properties: {
    /** `Managed` or `Kubernetes`. */
    readonly endpointComputeType?: string;
    readonly description?: string;
    readonly properties?: StringMap;
    /** The id of a model version. */
    readonly model?: string;
    /** The id of an environment version; without it the script runs in the environment that Teal brings. */
    readonly environmentId?: string;
    /** The id of a code version, and the script in it that has `init()` and `run()`. */
    readonly codeConfiguration?: { readonly codeId?: string; readonly scoringScript: string };
    readonly environmentVariables?: StringMap;
    readonly instanceType?: string;
    readonly appInsightsEnabled?: boolean;
    readonly requestSettings?: RequestSettings;
    readonly livenessProbe?: ProbeBody;
    readonly readinessProbe?: ProbeBody;
    readonly egressPublicNetworkAccess?: string;
    readonly privateNetworkConnection?: boolean;
    readonly modelMountPath?: string;
    readonly scaleSettings?: ScaleSettings;
    readonly containerResourceRequirements?: {
      readonly containerResourceRequests?: ResourceAmounts;
      readonly containerResourceLimits?: ResourceAmounts;
    };
    readonly dataCollector?: DataCollector;
  };
};

/** A deployment as the service shows it, defaults filled in. */
export type DeploymentResource = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: StringMap;
  readonly kind: 'Managed' | 'K8S';
  /** `capacity` is the number of instances. */
  readonly sku: { readonly name: string; readonly tier: string; readonly capacity: number };
  readonly properties: {
    readonly endpointComputeType: 'Managed' | 'Kubernetes';
    readonly description: string | null;
    /** The user's own, and what the service says about the newest change (`AzureAsyncOperationUri`). */
    readonly properties: StringMap;
    readonly model: string | null;
    readonly modelMountPath: string | null;
    readonly environmentId: string | null;
    readonly codeConfiguration: { readonly codeId: string; readonly scoringScript: string } | null;
    readonly environmentVariables: StringMap;
    readonly instanceType: string;
    readonly appInsightsEnabled: boolean;
    readonly requestSettings: Required<RequestSettings>;
    readonly livenessProbe: Required<ProbeBody>;
    readonly readinessProbe: Required<ProbeBody>;
    readonly scaleSettings: ScaleSettings;
    readonly dataCollector: Readonly<Record<string, unknown>> | null;
    readonly egressPublicNetworkAccess?: 'Enabled' | 'Disabled';
    readonly containerResourceRequirements?: {
      readonly containerResourceRequests: StringMap;
      readonly containerResourceLimits: StringMap;
    };
    /** `Creating`, `Updating`, `Scaling`, `Deleting`, `Succeeded` or `Failed`. */
    readonly provisioningState: string;
  };
  readonly systemData: SystemData;
  /** For `guard: { ifMatch }`. */
  readonly etag: string;
};
