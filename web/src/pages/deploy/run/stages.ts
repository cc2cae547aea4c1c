/** What creating is made of, in its order; what was done by an earlier attempt is left out. */
import type { UploadSource } from '../../../../../src/sdk/files.ts';
import { teal } from '../../../app/client.ts';
import { usualImage } from '../../../parts/usual-image.ts';
import type { Draft } from '../draft.ts';
import type { Known } from '../known.ts';
import { codeFrom, environmentFrom, isLive } from '../steps.ts';
import type { StageId, Store } from '../store.ts';
import { deploymentBody, endpointBody } from './body.ts';
import { settled } from './settled.ts';

export type Work = {
  readonly store: Store;
  readonly known: Known;
  /** The name of the endpoint, new or not. */
  readonly endpoint: string;
  /** Ends uploads; what the service does goes on. */
  readonly signal: AbortSignal;
};

/** Azure's name for environments that belong to a deployment alone. */
const anonymousEnvironment = 'CliV2AnonymousEnvironment';

export function stagesOf(draft: Draft, known: Known): readonly StageId[] {
  const needed: Readonly<Record<StageId, boolean>> = {
    // First of all: what is wrong with a conda file is known before anything large is uploaded.
    environment: environmentFrom(draft, known) === 'conda' && draft.environment.made === null,
    model: draft.model.from === 'upload' && draft.model.made === null,
    code: codeFrom(draft, known) === 'upload' && draft.code.made === null,
    endpoint: known.endpoint === undefined && !draft.endpoint.isMade,
    deployment: true,
    traffic: isLive(draft, known),
  };
  return (Object.keys(needed) as StageId[]).filter((stage) => needed[stage]);
}

export const work: Readonly<Record<StageId, (work: Work) => Promise<void>>> = {
  model: uploadModel,
  code: uploadCode,
  environment: registerEnvironment,
  endpoint: createEndpoint,
  deployment: createDeployment,
  traffic: sendTraffic,
};

async function uploadModel({ store, signal }: Work): Promise<void> {
  const { draft, picked } = store.get();
  const { newName: name, newVersion, type, description } = draft.model;
  if (picked.model === undefined) throw new RangeError('The files of the model are not chosen.');
  const { name: version } = await teal().models.upload(
    { name, ...(newVersion !== '' && { version: newVersion }) },
    picked.model,
    {
      properties: { modelType: type, ...(description !== '' && { description }) },
      onProgress: (upload) => tell(store, { upload }),
      signal,
    },
  );
  store.change('model', { made: { name, version } });
}

async function uploadCode({ store, signal }: Work): Promise<void> {
  const { code } = store.get().picked;
  if (code === undefined) throw new RangeError('The files of the scoring script are not chosen.');
  const at = { name: randomName(), version: '1' };
  await teal().codes.upload(at, asFolder(code), {
    properties: { isAnonymous: true },
    onProgress: (upload) => tell(store, { upload }),
    signal,
  });
  store.change('code', { made: at });
}

async function registerEnvironment({ store }: Work): Promise<void> {
  const { environments } = teal();
  const { conda: condaFile, name } = store.get().draft.environment;
  const isAnonymous = name === '';
  const at = isAnonymous
    ? { name: anonymousEnvironment, version: randomName() }
    : { name, version: await environments.nextVersion(name) };
  await environments.put(at, { properties: { image: usualImage, condaFile, isAnonymous } });
  store.change('environment', { made: at });
}

async function createEndpoint({ store, endpoint }: Work): Promise<void> {
  const body = endpointBody(store.get().draft);
  await teal().endpoints.put(endpoint, body, { guard: { ifNone: '*' } });
  store.change('endpoint', { isMade: true });
}

/** Begins it, or takes up the creation that a page began before it was loaded anew. */
async function createDeployment({ store, known, endpoint }: Work): Promise<void> {
  const { draft } = store.get();
  const { name, made, operation: begun } = draft.deployment;
  if (begun === '') {
    const guard = made === name ? {} : { guard: { ifNone: '*' as const } };
    const body = deploymentBody(draft, known);
    const { url = '' } = await teal().deployments(endpoint).beginPut(name, body, guard);
    store.change('deployment', { made: name, operation: url });
  }
  try {
    await settled(teal().operations.attach(store.get().draft.deployment.operation), (progress) =>
      tell(store, { progress, ...(progress.step === 'building environment' && { hasBuilt: true }) }),
    );
  } finally {
    store.change('deployment', { operation: '' });
  }
}

/** Whoever gave shares meanwhile knows better: theirs stay. */
async function sendTraffic({ store, endpoint }: Work): Promise<void> {
  const { endpoints } = teal();
  const { etag, properties } = await endpoints.get(endpoint);
  if (Object.values(properties.traffic).some((percent) => percent > 0)) return;
  const split = { [store.get().draft.deployment.name]: 100 };
  await endpoints.setTraffic(endpoint, split, { guard: { ifMatch: etag } });
}

function tell(store: Store, more: object): void {
  const { run } = store.get();
  if (run !== undefined) store.set({ run: { ...run, ...more } });
}

/** Code is always a folder. */
function asFolder(source: UploadSource): UploadSource {
  return source.kind === 'folder' ? source : { ...source, kind: 'folder', leaf: 'code' };
}

/** `crypto.randomUUID` is there on safe origins alone, and Teal may be reached by plain HTTP. */
function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
