import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AssetSpec, EnvironmentSpec } from '../../domain/asset.ts';
import { archiveContainer, type PutAsset, putAsset } from './put-asset.ts';
import { resolveAsset } from './resolve-asset.ts';
import { makeRig, noNotes, type Rig, workspace } from './rig.suite.ts';

const model = {
  kind: 'models',
  uri: 'azureml://one',
  digest: 'a'.repeat(64),
  type: 'custom_model',
  flavors: {},
  stage: null,
} as const;
const environment = {
  kind: 'environments',
  image: 'image:1',
  condaFile: 'dependencies: []',
  osType: 'Linux',
  inferenceConfig: null,
} as const;

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

const put = (spec: AssetSpec, change: Partial<PutAsset> = {}) =>
  putAsset(rig.parts, {
    actor: 'ann',
    workspace,
    kind: spec.kind,
    name: 'm',
    version: '1',
    spec,
    notes: noNotes,
    ...change,
  });
const container = () => rig.parts.store.rows.assets.container('W', 'models', 'm');

describe('a version', () => {
  test('is made, with its container', async () => {
    const { asset, created } = await put(model);
    expect(created).toBe(true);
    expect(asset).toMatchObject({ name: 'm', version: '1', spec: model, createdBy: 'ann' });
    expect(await container()).toMatchObject({ latest: '1', next: '2', archived: false });
  });

  test.each([model, environment, { kind: 'codes', uri: 'https://one', digest: 'b' } as const])(
    'can be put again: $kind',
    async (spec) => {
      const { asset: before } = await put(spec);
      const again = spec.kind === 'environments' ? spec : { ...spec, uri: 'somewhere else' };
      const { asset, created } = await put(again, { actor: 'ben' });
      expect(created).toBe(false);
      expect(asset).toMatchObject({ uid: before.uid, spec, createdBy: 'ann', modifiedBy: 'ben' });
    },
  );

  test('takes new notes and a new stage, and nothing else', async () => {
    await put(model);
    const notes = { ...noNotes, description: 'Good.', tags: { a: 'b' }, archived: true };
    const { asset } = await put({ ...model, stage: 'Production' }, { notes });
    expect(asset).toMatchObject({ ...notes, spec: { ...model, stage: 'Production' } });
  });

  test.each<[AssetSpec, AssetSpec]>([
    [model, { ...model, digest: 'c' }],
    [model, { ...model, type: 'mlflow_model' }],
    [
      { kind: 'codes', uri: 'u', digest: 'b' },
      { kind: 'codes', uri: 'u', digest: 'c' },
    ],
  ])('of other content is refused: %j', async (before, after) => {
    await put(before);
    await expect(put(after)).rejects.toMatchObject({
      code: 'immutable-asset',
      message: 'Asset paths cannot be updated.',
      details: [
        {
          code: 'AssetVersionExists',
          message: expect.stringContaining("'m' has a version '1' with other content"),
        },
      ],
    });
    const kept = await rig.parts.store.rows.assets.container('W', before.kind, 'm');
    expect(await rig.parts.store.rows.assets.versions(kept?.uid ?? '')).toMatchObject([{ spec: before }]);
  });

  test.each<Partial<EnvironmentSpec>>([{ image: 'image:1', condaFile: null }, { osType: 'Windows' }])(
    'of another environment is refused: %j',
    async (change) => {
      await put(environment);
      await expect(put({ ...environment, ...change })).rejects.toMatchObject({
        code: 'exists',
        message: expect.stringContaining(
          "The environment 'm' already exists in version '1' with another definition",
        ),
      });
    },
  );

  test.each([{ name: '-m' }, { name: 'a/b' }, { version: '' }, { version: '1:2' }])(
    'may not be %j',
    async (change) => {
      await expect(put(model, change)).rejects.toMatchObject({ code: 'bad-argument', target: 'name' });
      expect(await rig.parts.store.rows.assets.containers('W', 'models')).toEqual([]);
    },
  );

  test('put by many at once is made once', async () => {
    const results = await Promise.all([put(model), put(model), put(model)]);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map(({ asset }) => asset.uid)).size).toBe(1);
  });
});

describe('a container', () => {
  test('is archived and restored', async () => {
    await put(model);
    const of = { actor: 'ben', workspace, kind: 'models', name: 'm' } as const;
    expect(await archiveContainer(rig.parts, { ...of, archived: true })).toMatchObject({ archived: true });
    expect(await container()).toMatchObject({ archived: true, modifiedBy: 'ben', latest: '1' });
    expect(await archiveContainer(rig.parts, { ...of, archived: false })).toMatchObject({ archived: false });
  });

  test('that is not there cannot be archived', async () => {
    const of = { actor: 'ben', workspace, kind: 'codes', name: 'm', archived: true } as const;
    await expect(archiveContainer(rig.parts, of)).rejects.toMatchObject({
      code: 'not-found',
      message: "The code 'm' does not exist.",
    });
  });
});

describe('a reference', () => {
  const resolve = (reference: Parameters<typeof resolveAsset>[3]) =>
    resolveAsset(rig.parts.store, 'W', 'models', reference);

  test('names a version, or the newest that is not archived', async () => {
    await put(model, { version: '9' });
    await put({ ...model, digest: 'b' }, { version: '2' });
    await put({ ...model, digest: 'c' }, { version: '10', notes: { ...noNotes, archived: true } });
    expect(await resolve({ kind: 'version', name: 'm', version: '10' })).toMatchObject({ version: '10' });
    expect(await resolve({ kind: 'label', name: 'm', label: 'latest' })).toMatchObject({ version: '2' });
  });

  test.each<[Parameters<typeof resolveAsset>[3], string]>([
    [{ kind: 'version', name: 'n', version: '1' }, "The model 'n' does not exist in this workspace."],
    [{ kind: 'version', name: 'm', version: '7' }, "The model 'm' has no version '7'; its latest is '1'."],
    [
      { kind: 'label', name: 'm', label: 'best' },
      "The model 'm' has no label 'best'; the only label is 'latest'.",
    ],
  ])('to nothing is refused: %j', async (reference, message) => {
    await put(model);
    await expect(resolve(reference)).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'model',
      message,
    });
  });
});
