/** The routing table: plain data, whole, versioned; the only thing that control and router share. */

export type TableAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

export type TableInstance = { readonly id: string; readonly address: TableAddress };

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

export type TableEndpoint = {
  readonly name: string;
  readonly auth: TableAuth;
  readonly deployments: readonly TableDeployment[];
  readonly live: readonly Share[];
  readonly mirror: readonly Share[];
};

export type Table = {
  /** Strictly increasing; a router refuses an older one. */
  readonly version: number;
  /** Ed25519 public keys (base64url of the raw 32 bytes) by key id, for `token` auth. */
  readonly tokenKeys: Readonly<Record<string, string>>;
  readonly endpoints: readonly TableEndpoint[];
};
