/** What the service answers, as types only: the shapes are those that `arm` renders. */
import type { renderDeployment } from '../arm/deployment.ts';
import type { renderEndpoint } from '../arm/endpoint.ts';

export type { DeploymentBody } from '../arm/deployment-body.ts';
export type { EndpointBody } from '../arm/endpoint.ts';

export type EndpointResource = ReturnType<typeof renderEndpoint>;
export type DeploymentResource = ReturnType<typeof renderDeployment>;

export type SystemData = {
  readonly createdAt?: string;
  readonly createdBy?: string;
  readonly createdByType?: string;
  readonly lastModifiedAt?: string;
  readonly lastModifiedBy?: string;
  readonly lastModifiedByType?: string;
};

type StringMap = Readonly<Record<string, string>>;

/** A version of an asset: `name` is the version, the asset's name is in `id`. */
export type Version<P> = {
  readonly id: string;
  readonly name: string;
  readonly systemData?: SystemData | null;
  readonly properties: P & {
    readonly description?: string | null;
    readonly tags?: StringMap | null;
    readonly properties?: StringMap | null;
    readonly isArchived?: boolean;
    readonly isAnonymous?: boolean;
  };
};

export type ModelVersion = Version<{
  readonly modelUri: string;
  readonly modelType?: string | null;
  readonly flavors?: Readonly<
    Record<string, { readonly data?: Readonly<Record<string, unknown>> | null }>
  > | null;
  readonly stage?: string | null;
  readonly jobName?: string | null;
}>;

export type EnvironmentVersion = Version<{
  readonly image?: string | null;
  readonly condaFile?: string | null;
  readonly build?: { readonly contextUri: string; readonly dockerfilePath?: string } | null;
  readonly osType?: string | null;
  readonly inferenceConfig?: Readonly<Record<string, unknown>> | null;
}>;

export type CodeVersion = Version<{ readonly codeUri: string }>;

export type Container = {
  readonly id: string;
  readonly name: string;
  readonly systemData?: SystemData | null;
  readonly properties: {
    readonly description?: string | null;
    readonly tags?: StringMap | null;
    readonly properties?: StringMap | null;
    readonly latestVersion?: string | null;
    readonly nextVersion?: string | null;
    readonly isArchived?: boolean;
  };
};

export type WorkspaceResource = {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags?: StringMap | null;
  readonly identity?: {
    readonly type?: string;
    readonly principalId?: string;
    readonly tenantId?: string;
  } | null;
  readonly properties: Readonly<Record<string, unknown>>;
};

export type Subscription = {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly tenantId: string;
  readonly state: string;
};

export type ResourceGroup = {
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  readonly location: string;
  readonly managedBy?: string | null;
  readonly tags?: StringMap | null;
  readonly properties?: Readonly<Record<string, unknown>>;
};

export type WorkspaceKey = {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
};
