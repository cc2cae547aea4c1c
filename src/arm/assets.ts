import Type, { type Static, type TObject, type TSchema } from 'typebox';
import type { AssetContainer, AssetKind, AssetVersion, DataSpec, Flavors } from '../domain/asset.ts';
import type { WorkspaceKey } from '../domain/workspace.ts';
import { checked } from './check.ts';
import { choice } from './choice.ts';
import { systemData, withoutEchoes, withoutNulls } from './envelope.ts';
import { assetId } from './ids.ts';
import { autoDeleteSetting, closed, inferenceConfig, strings } from './parts-of-bodies.ts';

/** Newer clients send `hash_version` as a number, which Azure reads as text. */
const loose = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));
const open = Type.Record(Type.String(), Type.Unknown());

/** What each flavour of an MLflow model says, as texts; MLflow itself also knows lists and mappings. */
const flavors = Type.Record(Type.String(), Type.Object({ data: Type.Optional(open) }, closed));

const shared = {
  description: Type.Optional(Type.String()),
  tags: Type.Optional(strings),
  properties: Type.Optional(loose),
  isAnonymous: Type.Optional(Type.Boolean()),
  isArchived: Type.Optional(Type.Boolean()),
  autoDeleteSetting: Type.Optional(autoDeleteSetting),
};

/** Body of PUT models/{name}/versions/{version} (Azure ML REST). */
export const ModelBody = body({
  ...shared,
  modelUri: Type.String(),
  modelType: Type.Optional(Type.String()),
  flavors: Type.Optional(flavors),
  stage: Type.Optional(Type.String()),
  jobName: Type.Optional(Type.String()),
});

/** Body of PUT environments/{name}/versions/{version}. */
export const EnvironmentBody = body({
  ...shared,
  image: Type.Optional(Type.String()),
  condaFile: Type.Optional(Type.String()),
  build: Type.Optional(
    Type.Object({ contextUri: Type.String(), dockerfilePath: Type.Optional(Type.String()) }, closed),
  ),
  osType: Type.Optional(Type.String()),
  inferenceConfig: Type.Optional(inferenceConfig),
  autoRebuild: Type.Optional(Type.String()),
});

/** Body of PUT codes/{name}/versions/{version}. */
export const CodeBody = body({ ...shared, codeUri: Type.String() });

/** Body of PUT data/{name}/versions/{version}. */
export const DataBody = body({
  ...shared,
  dataUri: Type.String(),
  dataType: Type.Optional(Type.String()),
  referencedUris: Type.Optional(Type.Array(Type.String())),
});

export type AssetBody =
  | Static<typeof ModelBody>
  | Static<typeof EnvironmentBody>
  | Static<typeof CodeBody>
  | Static<typeof DataBody>;

/** What all kinds of version say about themselves. */
export type AssetNotes = {
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly anonymous: boolean;
  readonly archived: boolean;
};

/** What a PUT of a version asks for; `source` is where the files were uploaded to. */
export type AssetRequest = { readonly notes: AssetNotes } & (
  | {
      readonly kind: 'models';
      readonly source: string;
      readonly type: 'custom_model' | 'mlflow_model' | 'triton_model';
      readonly flavors: Flavors;
      readonly stage: string | null;
    }
  | {
      readonly kind: 'environments';
      readonly image: string | null;
      readonly condaFile: string | null;
      readonly build: { readonly contextUri: string; readonly dockerfilePath: string } | null;
      readonly osType: 'Linux' | 'Windows';
      readonly inferenceConfig: Readonly<Record<string, unknown>> | null;
    }
  | { readonly kind: 'codes'; readonly source: string }
  | DataSpec
);

const readOnly = ['provisioningState', 'environmentType'];

/** Throws bad-argument with the path of the field. */
export function assetRequest(kind: AssetKind, raw: unknown): AssetRequest {
  const clean = withoutNulls(withoutEchoes(raw, readOnly));
  switch (kind) {
    case 'models': {
      const { properties } = checked(ModelBody, clean);
      return {
        kind,
        notes: notesOf(properties),
        source: properties.modelUri,
        type: choice(
          ['custom_model', 'mlflow_model', 'triton_model'],
          properties.modelType ?? 'custom_model',
          'properties.modelType',
        ),
        flavors: flavorsOf(properties.flavors),
        stage: properties.stage ?? null,
      };
    }
    case 'environments': {
      const { properties } = checked(EnvironmentBody, clean);
      const build = properties.build;
      return {
        kind,
        notes: notesOf(properties),
        image: properties.image ?? null,
        condaFile: properties.condaFile ?? null,
        build: build === undefined ? null : { dockerfilePath: 'Dockerfile', ...build },
        osType: choice(['Linux', 'Windows'], properties.osType ?? 'Linux', 'properties.osType'),
        inferenceConfig: properties.inferenceConfig ?? null,
      };
    }
    case 'codes': {
      const { properties } = checked(CodeBody, clean);
      return { kind, notes: notesOf(properties), source: properties.codeUri };
    }
    case 'data': {
      const { properties } = checked(DataBody, clean);
      const types = ['uri_file', 'uri_folder', 'mltable'] as const;
      const type = choice(types, properties.dataType ?? 'uri_folder', 'properties.dataType');
      return { kind, notes: notesOf(properties), uri: properties.dataUri, type };
    }
    default:
      return kind satisfies never;
  }
}

/** A version as ARM shows it: `name` is the version, as on Azure. */
export function renderVersion(workspace: WorkspaceKey, version: AssetVersion) {
  return {
    id: assetId(workspace, version.kind, version.name, version.version),
    name: version.version,
    type: `Microsoft.MachineLearningServices/workspaces/${version.kind}/versions`,
    properties: {
      description: version.description,
      tags: version.tags,
      properties: version.properties,
      isArchived: version.archived,
      isAnonymous: version.anonymous,
      provisioningState: 'Succeeded',
      ...renderSpec(version.spec),
    },
    systemData: systemData(version),
  };
}

/** A container as ARM shows it. */
export function renderContainer(workspace: WorkspaceKey, container: AssetContainer) {
  return {
    id: assetId(workspace, container.kind, container.name),
    name: container.name,
    type: `Microsoft.MachineLearningServices/workspaces/${container.kind}`,
    properties: {
      description: null,
      tags: {},
      properties: {},
      isArchived: container.archived,
      latestVersion: container.latest,
      nextVersion: container.next,
      provisioningState: 'Succeeded',
    },
    systemData: systemData(container),
  };
}

function renderSpec(spec: AssetVersion['spec']) {
  switch (spec.kind) {
    case 'models':
      return {
        modelUri: spec.uri,
        modelType: spec.type,
        flavors: spec.flavors,
        stage: spec.stage,
        jobName: null,
      };
    case 'environments':
      return {
        image: spec.image,
        condaFile: spec.condaFile,
        osType: spec.osType,
        environmentType: 'UserCreated',
        inferenceConfig: spec.inferenceConfig,
      };
    case 'codes':
      return { codeUri: spec.uri };
    case 'data':
      return { dataUri: spec.uri, dataType: spec.type };
    default:
      return spec satisfies never;
  }
}

function flavorsOf(asked: Static<typeof flavors> = {}): Flavors {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(asked).map(([name, { data = {} }]) => {
      const texts = Object.entries(data).map(([key, value]): [string, string] => [key, text(value)]);
      return [name, { data: Object.fromEntries(texts) }];
    }),
  );
}

function notesOf(properties: AssetBody['properties']): AssetNotes {
  return {
    description: properties.description ?? null,
    tags: properties.tags ?? {},
    properties: asTexts(properties.properties),
    anonymous: properties.isAnonymous ?? false,
    archived: properties.isArchived ?? false,
  };
}

function asTexts(map: Static<typeof loose> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}

function body<const P extends Record<string, TSchema>>(properties: P): TObject<{ properties: TObject<P> }> {
  return Type.Object({ properties: Type.Object(properties, closed) }, closed);
}
