import type { AutoscaleSetting, OwnPolicy } from '../domain/autoscale/ports.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Json } from '../domain/history.ts';
import type { InstanceJournal } from '../domain/logs.ts';
import type { AssetFiles, Clock, ComputeDriver, Environments, ModelReader } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import type { TableTrace } from '../table/table.ts';

/** One line of the server's own log; `fields` never hold secrets. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** Signs what a caller shows to an endpoint. */
export type TokenSigner = {
  /** Public keys for the routing table, by key id. */
  readonly publicKeys: Readonly<Record<string, string>>;
  sign(audience: string, subject: string, expiresAtMs: number): Promise<string>;
};

/** What is asked of a resource in the words of its clients, without secrets, as the history keeps it. */
export type Pictures = {
  endpoint(endpoint: Endpoint): Json;
  deployment(deployment: Deployment): Json;
  autoscaleSetting(setting: AutoscaleSetting): Json;
  ownAutoscale(policy: OwnPolicy): Json;
};

/** The doors that use cases and the reconciler work through; `main` fills them in. */
export type Parts = {
  readonly store: Store;
  readonly files: AssetFiles;
  readonly models: ModelReader;
  readonly environments: Environments;
  readonly driver: ComputeDriver;
  readonly tokens: TokenSigner;
  readonly pictures: Pictures;
  readonly clock: Clock;
  readonly log: Log;
  /** What happens to instances, for users to read. */
  readonly journal: InstanceJournal;
  /** A fresh UUID. */
  readonly newId: () => string;
  /** A fresh endpoint key, 32 random bytes in base64url. */
  readonly newKey: () => string;
  /** Lower-case hex SHA-256. */
  readonly hash: (text: string) => string;
  readonly anonymousScoring: boolean;
  /** Which requests get spans; undefined when there is nowhere to send any. */
  readonly trace: TableTrace | undefined;
};
