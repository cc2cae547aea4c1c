/** Rows with every member set to something that a store could lose. */
import type { AssetVersion } from '../domain/asset.ts';
import {
  type Deployment,
  defaultProbe,
  defaultRequestSettings,
  type Revision,
} from '../domain/deployment.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { HistoryRecord } from '../domain/history.ts';
import type { Instance } from '../domain/instance.ts';
import type { Operation } from '../domain/operation.ts';
import type { Rows } from '../domain/store.ts';
import type { Workspace } from '../domain/workspace.ts';

const stamp = {
  createdAt: 1_700_000_000_000,
  createdBy: 'ann',
  modifiedAt: 1_700_000_000_001,
  modifiedBy: 'ben',
};

export const workspace: Workspace = {
  uid: 'W',
  subscription: 'S',
  resourceGroup: 'Group',
  name: 'Space',
  location: 'westus',
  createdAt: 1,
};

export const endpoint: Endpoint = {
  ...stamp,
  uid: 'E',
  workspaceUid: 'W',
  name: 'churn',
  spec: {
    description: 'Who\'s leaving? — \u{1f600} "quoted"',
    tags: { constructor: '1', 'a/b': '' },
    properties: {},
    authMode: 'key',
    identity: { type: 'SystemAssigned', userAssigned: [] },
    traffic: { blue: 99.99, green: 0.01 },
    mirror: {},
    publicNetworkAccess: 'enabled',
    compute: null,
  },
  keys: { primary: 'p', secondary: 's' },
  generation: 3,
  observedGeneration: 2,
  version: 1,
  deleting: false,
};

export const deployment: Deployment = {
  ...stamp,
  uid: 'D',
  endpointUid: 'E',
  name: 'blue',
  spec: {
    computeType: 'managed',
    description: null,
    tags: {},
    properties: {},
    model: 'azureml:m:1',
    code: { id: 'azureml:c:1', script: 'score.py' },
    environment: null,
    environmentVariables: { A: 'b\nc' },
    instanceType: 'local',
    instanceCount: 2,
    appInsights: false,
    requestSettings: defaultRequestSettings,
    liveness: defaultProbe,
    readiness: defaultProbe,
    egressPublicNetworkAccess: 'enabled',
    modelMountPath: null,
    scaleSettings: { kind: 'default' },
    resources: { requests: { cpu: '1' }, limits: {} },
    dataCollector: { collections: {} },
  },
  generation: 2,
  observedGeneration: 1,
  targetRevision: 2,
  servingRevision: 1,
  failure: { code: 'ResourceNotReady', message: 'No.' },
  version: 1,
  deleting: true,
};

export const revision: Revision = {
  deploymentUid: 'D',
  number: 1,
  digest: 'abc',
  run: {
    model: { name: 'm', version: '1', digest: 'def' },
    code: { digest: 'ghi', script: 'score.py' },
    environment: { image: null, condaFile: 'dependencies: []' },
    environmentVariables: { A: 'b' },
    instanceType: 'local',
    modelMountPath: null,
    resources: null,
  },
  createdAt: 5,
};

export const instance: Instance = {
  id: 'i1',
  deploymentUid: 'D',
  revision: 1,
  state: 'unhealthy',
  startedAt: 6,
  since: 7,
  reason: 'It did not answer.',
};

export const operation: Operation = {
  id: 'od:D:2',
  workspaceUid: 'W',
  object: 'deployment',
  objectUid: 'D',
  objectId: '/subscriptions/S',
  verb: 'update',
  generation: 2,
  startedAt: 8,
  endedAt: null,
  failure: null,
};

export const change: HistoryRecord = {
  at: 9,
  who: 'ann',
  verb: 'update',
  objectId: '/subscriptions/S/onlineEndpoints/churn',
  endpoint: { id: '/subscriptions/S/onlineEndpoints/churn', uid: 'E' },
  deployment: null,
  operationId: 'oe:E:1',
  reason: 'Blau läuft — \u{1f600}',
  shares: { before: { traffic: {}, mirror: {} }, after: { traffic: { blue: 100 }, mirror: { green: 0.5 } } },
  before: { tags: { constructor: 'x' }, list: [1, null] },
  after: { tags: {}, list: [] },
};

export const container = {
  ...stamp,
  uid: 'C',
  workspaceUid: 'W',
  kind: 'codes',
  name: 'score',
  archived: false,
} as const;

export function codeVersion(version: string, change: Partial<AssetVersion> = {}): AssetVersion {
  return {
    ...stamp,
    uid: `C-${version}`,
    containerUid: 'C',
    kind: 'codes',
    name: 'score',
    version,
    spec: { kind: 'codes', uri: 'https://c', digest: 'ghi' },
    description: 'How to score.',
    tags: { a: 'b' },
    properties: { hash_sha256: 'h1' },
    archived: false,
    anonymous: true,
    ...change,
  };
}

/** A workspace with one endpoint that has one deployment with one revision and one instance. */
export async function fill(rows: Rows): Promise<void> {
  await rows.workspaces.add(workspace);
  await rows.endpoints.save(endpoint);
  await rows.deployments.save(deployment);
  await rows.revisions.add(revision);
  await rows.instances.save(instance);
}
