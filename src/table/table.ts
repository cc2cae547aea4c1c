/** The routing table: plain data, whole, versioned; the only thing that control and router share. */

export type TableAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

export type TableInstance = { readonly id: string; readonly address: TableAddress };

/** Which requests get spans; a deployment without it has none, and its trace context is passed on as it came. */
export type TableTrace = {
  /** Whether what a valid `traceparent` says decides before the ratio does. */
  readonly parentBased: boolean;
  /** Share of traces, 0 to 1, by the trace's own id. */
  readonly ratio: number;
};

export type TableDeployment = {
  readonly name: string;
  readonly revision: number;
  /** Stable index of this (deployment, revision)'s counters; never reused for another. */
  readonly slot: number;
  readonly timeoutMs: number;
  /** Requests in flight to one instance at a time; more wait, up to `pendingLimit`. */
  readonly maxConcurrentPerInstance: number;
  /** Waiting + running requests of the whole deployment beyond which 429 is answered. */
  readonly pendingLimit: number;
  /** Path of scoring on the instance, usually /score. */
  readonly scoringPath: string;
  readonly trace?: TableTrace;
  readonly instances: readonly TableInstance[];
  /** It may sleep: while it has no instance requests wait for one to come. Without it they are refused. */
  readonly hold?: TableHold;
};

/** `limit` requests in each worker, each for up to `waitMs`. */
export type TableHold = { readonly limit: number; readonly waitMs: number };

/** `hundredths` of a percent; live shares sum to 0 or 10,000. */
export type Share = { readonly deployment: string; readonly hundredths: number };

export type TableAuth =
  | { readonly kind: 'none' }
  /** Lower-case hex SHA-256 of each valid key. */
  | { readonly kind: 'key'; readonly hashes: readonly string[] }
  /** A compact JWS (EdDSA) whose claims carry `aud` and a future `exp`. */
  | { readonly kind: 'token'; readonly audience: string };

/** What all clients of an endpoint may take up together; without a limit as much as there is. */
export type TableLimits = {
  readonly requestsPerSecond?: number;
  readonly newConnectionsPerSecond?: number;
  readonly activeConnections?: number;
  /** Of bodies: requests, answers and copies together. */
  readonly bytesPerSecond?: number;
};

/** Where an endpoint belongs, for the traffic log. */
export type TableOrigin = {
  readonly subscription: string;
  readonly workspace: string;
  readonly workspaceUid: string;
  readonly location: string;
};

export type TableEndpoint = {
  readonly name: string;
  readonly auth: TableAuth;
  readonly limits?: TableLimits;
  readonly deployments: readonly TableDeployment[];
  readonly live: readonly Share[];
  readonly mirror: readonly Share[];
  /** Not in tables of older versions. */
  readonly origin?: TableOrigin;
  /**
   * A request that was lost with its instance is made again, once, though a script may have run it; absent means no.
   * Copies for mirrors never are.
   */
  readonly retryLost?: boolean;
};

export type Table = {
  /** Strictly increasing; a router refuses an older one. */
  readonly version: number;
  /** Ed25519 public keys (base64url of the raw 32 bytes) by key id, for `token` auth. */
  readonly tokenKeys: Readonly<Record<string, string>>;
  readonly endpoints: readonly TableEndpoint[];
};
