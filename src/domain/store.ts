/** The port of the store: rows of each aggregate, read in one snapshot, changed in one transaction. */
import type { AssetContainer, AssetKind, AssetVersion } from './asset.ts';
import type { AutoscaleRows } from './autoscale/ports.ts';
import type { Deployment, Failure, Revision } from './deployment.ts';
import type { Endpoint } from './endpoint.ts';
import type { HistoryEntry, HistoryRecord, KeptLink } from './history.ts';
import type { Instance } from './instance.ts';
import type { Limits } from './limits.ts';
import type { Operation } from './operation.ts';
import type { Workspace, WorkspaceKey } from './workspace.ts';

/** A revision with the slot of its counters. */
export type StoredRevision = Revision & { readonly slot: number };

export type WorkspaceRows = {
  list(): Promise<readonly Workspace[]>;
  find(key: WorkspaceKey): Promise<Workspace | undefined>;
  add(workspace: Workspace): Promise<void>;
};

export type EndpointRows = {
  list(workspaceUid?: string): Promise<readonly Endpoint[]>;
  get(uid: string): Promise<Endpoint | undefined>;
  /** By name, whatever the workspace: names are unique in one Teal, as they are in one region. */
  find(name: string): Promise<Endpoint | undefined>;
  /** Inserts, or replaces the row whose version is one less; anything else is precondition-failed. */
  save(endpoint: Endpoint): Promise<void>;
  remove(uid: string): Promise<void>;
};

export type DeploymentRows = {
  list(endpointUid?: string): Promise<readonly Deployment[]>;
  get(uid: string): Promise<Deployment | undefined>;
  find(endpointUid: string, name: string): Promise<Deployment | undefined>;
  /** Those whose scale_settings are of type target_utilization. */
  byUtilization(): Promise<readonly Deployment[]>;
  save(deployment: Deployment): Promise<void>;
  /** With its revisions and instances. */
  remove(uid: string): Promise<void>;
};

export type RevisionRows = {
  /** Of one deployment, of several, or all. */
  list(deployments?: string | readonly string[]): Promise<readonly StoredRevision[]>;
  add(revision: Revision): Promise<void>;
};

export type InstanceRows = {
  /** Of these deployments, or all. */
  list(deploymentUids?: readonly string[]): Promise<readonly Instance[]>;
  save(instance: Instance): Promise<void>;
  /** Answers the uid of its deployment; undefined when there is no such instance. */
  remove(id: string): Promise<string | undefined>;
};

export type AssetRows = {
  containers(workspaceUid: string, kind: AssetKind): Promise<readonly AssetContainer[]>;
  container(workspaceUid: string, kind: AssetKind, name: string): Promise<AssetContainer | undefined>;
  /** Newest first. */
  versions(containerUid: string): Promise<readonly AssetVersion[]>;
  version(containerUid: string, version: string): Promise<AssetVersion | undefined>;
  /** Code versions of a workspace whose recorded content hash is the given one. */
  codesByHash(workspaceUid: string, hash: string): Promise<readonly AssetVersion[]>;
  saveContainer(container: Omit<AssetContainer, 'latest' | 'next' | 'anonymous'>): Promise<void>;
  saveVersion(version: AssetVersion): Promise<void>;
};

export type OperationRows = {
  get(id: string): Promise<Operation | undefined>;
  /** What is under way, and what ended since a time (milliseconds since 1970): the newest first. Of what ended, only the 200 begun last are looked at. */
  list(workspaceUid: string, endedSince: number): Promise<readonly Operation[]>;
  open(operation: Operation): Promise<void>;
  /** Closes every open operation of the object up to a generation. */
  close(objectUid: string, generation: number, failure: Failure | null, at: number): Promise<void>;
};

/** Which entries, newest first: at most `limit`, of one deployment, older than the sequence `before`. */
export type HistoryPage = {
  readonly limit: number;
  readonly deployment?: string | undefined;
  readonly before?: number | undefined;
};

export type HistoryRows = {
  /** Gives a record its place at the end of the chain. The store has no way to change or remove one. */
  append(record: HistoryRecord): Promise<HistoryEntry>;
  list(endpointId: string, page: HistoryPage): Promise<readonly HistoryEntry[]>;
  /** The links as they are kept, oldest first, after a sequence. */
  chain(after: number, limit: number): Promise<readonly KeptLink[]>;
  /** The highest sequence that was ever given. */
  length(): Promise<number>;
  /** The newest changes of an endpoint's traffic or mirror, newest first. */
  trafficMoves(endpointUid: string, limit: number): Promise<readonly HistoryEntry[]>;
  /** Names of the deployments whose deletion was asked for after a sequence. */
  deletedSince(endpointUid: string, sequence: number): Promise<readonly string[]>;
};

/** What was set on endpoints and workspaces, by their uids; {} of one on which nothing was. Those of an endpoint go with it. */
export type LimitRows = {
  of(ownerUid: string): Promise<Limits>;
  list(): Promise<ReadonlyMap<string, Limits>>;
  set(ownerUid: string, limits: Limits): Promise<void>;
};

export type SettingRows = {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
};

export type Rows = {
  readonly workspaces: WorkspaceRows;
  readonly endpoints: EndpointRows;
  readonly deployments: DeploymentRows;
  readonly revisions: RevisionRows;
  readonly instances: InstanceRows;
  readonly assets: AssetRows;
  readonly operations: OperationRows;
  readonly history: HistoryRows;
  readonly limits: LimitRows;
  readonly settings: SettingRows;
  readonly autoscale: AutoscaleRows;
};

export type Store = {
  /** Reads outside a transaction. */
  readonly rows: Rows;
  /** All or nothing; the callback's rows are dead after it returns. */
  change<T>(work: (rows: Rows) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
