/** What the service takes and answers, as types only; `wire.test.ts` holds them against the shapes of `arm`. */
import type { StringMap, SystemData } from './wire-stamp.ts';

export type {
  DataCollector,
  DeploymentBody,
  DeploymentResource,
  ProbeBody,
  RequestSettings,
  ScaleSettings,
} from './wire-deployment.ts';
export type { EndpointBody, EndpointResource, Percentages } from './wire-endpoint.ts';
export type { HistoryEntry, HistoryVerdict, Json, Shares, UndoPlan } from './wire-history.ts';
export type { Limit, LimitName, LimitsPatch, LimitsResource, LimitValue } from './wire-limits.ts';
export type { IdentityBody, StringMap, SystemData } from './wire-stamp.ts';

/** A JSON merge patch of a body: absent members stay, null clears, others replace. */
export type Patch<T> = {
  readonly [K in keyof T]?: NonNullable<T[K]> extends readonly unknown[]
    ? T[K] | null
    : NonNullable<T[K]> extends object
      ? Patch<NonNullable<T[K]>> | null
      : T[K] | null;
};

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

export type DataVersion = Version<{ readonly dataUri: string; readonly dataType: string }>;

/** What a new version of an asset may say about itself. */
export type AssetNotes = {
  readonly description?: string;
  readonly tags?: StringMap;
  readonly properties?: StringMap;
  /** Left out of lists; for what one deployment alone uses. */
  readonly isAnonymous?: boolean;
  readonly isArchived?: boolean;
};

export type ComputeResource = {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly properties: {
    readonly computeType: string;
    readonly provisioningState: string;
    readonly description?: string | null;
  };
};

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
