import type { IdentityBody, StringMap, SystemData } from './wire-stamp.ts';

/** Percent by name of the deployment. */
export type Percentages = Readonly<Record<string, number>>;

/** What is wanted of an endpoint (body of PUT onlineEndpoints/{name}, Azure ML REST). */
export type EndpointBody = {
  readonly location?: string;
  readonly tags?: StringMap;
  readonly identity?: IdentityBody;
  readonly sku?: Readonly<Record<string, unknown>>;
  readonly properties: {
    /** `Key` (unless given), `AMLToken` or `AADToken`. */
    readonly authMode?: string;
    readonly description?: string;
    readonly properties?: StringMap;
    /** 0 or 100 in sum; it can name only deployments that there are. */
    readonly traffic?: Percentages;
    /** 50 at most in sum. */
    readonly mirrorTraffic?: Percentages;
    readonly publicNetworkAccess?: string;
    /** The attached compute of a Kubernetes endpoint. */
    readonly compute?: string;
    /** Only when it is created; generated unless given. */
    readonly keys?: { readonly primaryKey?: string; readonly secondaryKey?: string };
  };
};

/** An endpoint as the service shows it. */
export type EndpointResource = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: StringMap;
  readonly kind: 'Managed' | 'K8S';
  readonly identity: {
    readonly type: string;
    readonly principalId?: string;
    readonly tenantId?: string;
    readonly userAssignedIdentities?: Readonly<
      Record<string, { readonly principalId: string; readonly clientId: string }>
    >;
  };
  readonly properties: {
    readonly authMode: 'Key' | 'AMLToken' | 'AADToken';
    readonly description: string | null;
    /** The user's own, and what the service says about the newest change (`AzureAsyncOperationUri`). */
    readonly properties: StringMap;
    readonly traffic: Percentages;
    readonly mirrorTraffic: Percentages;
    readonly compute: string | null;
    readonly publicNetworkAccess: 'Enabled' | 'Disabled';
    readonly scoringUri: string;
    readonly swaggerUri: string;
    /** `Creating`, `Updating`, `Deleting`, `Succeeded` or `Failed`. */
    readonly provisioningState: string;
  };
  readonly systemData: SystemData;
  /** For `guard: { ifMatch }`. */
  readonly etag: string;
};
