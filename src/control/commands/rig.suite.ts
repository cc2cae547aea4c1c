/** Use cases over a real store in memory and real files in a temporary folder; nothing runs here. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  autoscaleSettingPicture,
  deploymentPicture,
  endpointPicture,
  ownAutoscalePicture,
} from '../../arm/pictures.ts';
import { createAssetFiles } from '../../assets/files.ts';
import { createFakeDriver } from '../../compute/fake/driver.ts';
import type { AssetVersion } from '../../domain/asset.ts';
import type { Deployment, DeploymentSpec, Failure } from '../../domain/deployment.ts';
import type { Endpoint, EndpointSpec } from '../../domain/endpoint.ts';
import type { EnvironmentStatus } from '../../domain/ports.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { modelReader } from '../../environments/model-reader.ts';
import { openStore } from '../../store/open.ts';
import type { Parts } from '../parts.ts';
import { someEndpoint, someSpec } from '../reconcile/simulation.suite.ts';
import { putAsset } from './put-asset.ts';
import { type DeploymentChange, type PutDeployment, putDeployment } from './put-deployment.ts';
import { type EndpointChange, type PutEndpoint, putEndpoint } from './put-endpoint.ts';

export const workspace: Workspace = {
  uid: 'W',
  subscription: 's',
  resourceGroup: 'g',
  name: 'w',
  location: 'westus',
  createdAt: 0,
};

export const caller = { actor: 'ann', objectId: '/subscriptions/s/churn', reason: null };
export const noNotes = { description: null, tags: {}, properties: {}, anonymous: false, archived: false };

export type Rig = {
  readonly parts: Parts;
  /** Code with `score.py` and `lib/more.py`. */
  readonly code: AssetVersion;
  putEndpoint(change?: Partial<EndpointSpec>, more?: Partial<PutEndpoint>): Promise<EndpointChange>;
  putDeployment(
    name: string,
    change?: Partial<DeploymentSpec>,
    more?: Partial<PutDeployment>,
  ): Promise<DeploymentChange>;
  /** The endpoint `churn` as it is kept now. */
  endpoint(): Promise<Endpoint>;
  deployment(name: string): Promise<Deployment>;
  /** As after the turns of the reconciler that bring the newest revision to serve. */
  serve(name: string): Promise<void>;
  /** As after those that give it up. */
  fail(name: string, failure?: Failure): Promise<void>;
  /** Code of the given files, registered as a version of `score`. */
  addCode(version: string, files: Readonly<Record<string, string>>): Promise<AssetVersion>;
  close(): Promise<void>;
};

export async function makeRig(environment: EnvironmentStatus = { state: 'absent' }): Promise<Rig> {
  const home = await mkdtemp(join(tmpdir(), 'commands-'));
  const parts = await makeParts(home, environment);
  await parts.store.rows.workspaces.add(workspace);
  const code = await addCode(parts, '1', { 'score.py': 'def run(x): return x', 'lib/more.py': '' });
  const endpoint = async () => required(await parts.store.rows.endpoints.find('churn'));
  const deployment = async (name: string) =>
    required(await parts.store.rows.deployments.find((await endpoint()).uid, name));
  const settle = async (name: string, change: Partial<Deployment>) => {
    const before = await deployment(name);
    const observedGeneration = before.generation;
    await parts.store.rows.deployments.save({
      ...before,
      observedGeneration,
      ...change,
      version: before.version + 1,
    });
  };
  return {
    parts,
    code,
    endpoint,
    deployment,
    putEndpoint: (change, more) => {
      const spec = { ...someEndpoint.spec, ...change };
      return putEndpoint(parts, {
        ...caller,
        workspace,
        name: 'churn',
        spec,
        keys: undefined,
        condition: {},
        ...more,
      });
    },
    putDeployment: async (name, change, more) =>
      putDeployment(parts, {
        ...caller,
        endpointUid: (await endpoint()).uid,
        name,
        spec: { ...someSpec, ...change },
        model: null,
        code,
        environment: { image: null, condaFile: null },
        collector: null,
        condition: {},
        ...more,
      }),
    serve: async (name) =>
      settle(name, { servingRevision: (await deployment(name)).targetRevision, failure: null }),
    fail: (name, failure = { code: 'ResourceNotReady', message: 'No.' }) => settle(name, { failure }),
    addCode: (version, files) => addCode(parts, version, files),
    close: async () => {
      await parts.store.close();
      await rm(home, { recursive: true });
    },
  };
}

async function makeParts(home: string, environment: EnvironmentStatus): Promise<Parts> {
  let now = 1_700_000_000_000;
  let ids = 0;
  let keys = 0;
  const clock = { now: () => ++now };
  return {
    store: await openStore(':memory:'),
    files: createAssetFiles({ home, clock }),
    models: modelReader,
    // A stand-in: builds are not the matter of the use cases, which only ask how far one is.
    environments: {
      keyOf: (definition) => JSON.stringify(definition),
      status: () => environment,
      build: () => undefined,
      log: async (key, place) => ({
        text: environment.state === 'absent' ? '' : `${JSON.stringify(place)} of ${key}`,
        next: 0,
        lost: 0,
      }),
      watch: () => () => undefined,
      close: async () => undefined,
    },
    driver: createFakeDriver({ runDir: home }),
    tokens: {
      publicKeys: {},
      sign: async (audience, subject, expiresAtMs) => `${audience} ${subject} ${expiresAtMs}`,
    },
    pictures: {
      endpoint: endpointPicture,
      deployment: (deployment) => deploymentPicture(deployment, (name, value) => digest(name + value)),
      autoscaleSetting: (setting) => autoscaleSettingPicture(setting, (name, value) => digest(name + value)),
      ownAutoscale: ownAutoscalePicture,
    },
    clock,
    log: () => undefined,
    journal: { event: () => undefined, finish: async () => undefined },
    newId: () => `uid-${++ids}`,
    newKey: () => `secret-key-number-${++keys}`,
    hash: digest,
    anonymousScoring: false,
    trace: undefined,
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function addCode(
  parts: Parts,
  version: string,
  files: Readonly<Record<string, string>>,
): Promise<AssetVersion> {
  const container = await parts.files.openContainer();
  for (const [path, text] of Object.entries(files)) {
    await parts.files.write(container, `code/${path}`, bytes(text));
  }
  const { digest } = await parts.files.seal(container, 'code');
  const { asset } = await putAsset(parts, {
    actor: 'ann',
    workspace,
    kind: 'codes',
    name: 'score',
    version,
    spec: { kind: 'codes', uri: `uploaded:${container}`, digest },
    notes: noNotes,
  });
  return asset;
}

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('It is not there.');
  return value;
}
