/** `none`: as much as there is. */
export type LimitValue = number | 'none';

export type LimitName =
  | 'requestsPerSecond'
  | 'newConnectionsPerSecond'
  | 'activeConnections'
  | 'bandwidthBytesPerSecond'
  | 'pendingRequestsFactor'
  | 'deploymentsPerEndpoint'
  | 'instancesPerDeployment'
  | 'endpointsPerSubscription';

export type Limit = {
  readonly default: LimitValue;
  /** What was set here; null when nothing was. */
  readonly configured: LimitValue | null;
  readonly effective: LimitValue;
  readonly source: 'default' | 'workspace' | 'endpoint';
  /** Of a rate the mean of the last ten seconds; null where nothing is known. */
  readonly current: number | null;
  readonly unit: string;
};

/** The limits of an endpoint, or of the endpoints of a workspace; `endpointsPerSubscription` is the workspace's only. */
export type LimitsResource = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** The endpoint's. */
  readonly etag: string;
  readonly properties: Partial<Readonly<Record<LimitName, Limit>>>;
};

/** What a change names; null takes away what was set. */
export type LimitsPatch = Partial<Readonly<Record<LimitName, LimitValue | null>>>;
