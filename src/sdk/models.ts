import { type Assets, assets, type UploadAsset, uploadOf } from './assets.ts';
import type { Client } from './http.ts';
import type { AssetNotes, ModelVersion, WorkspaceKey } from './wire.ts';

/** What a new model says about itself beside its files; `modelType` is `custom_model` unless given. */
export type ModelProperties = AssetNotes & {
  readonly modelType?: 'custom_model' | 'mlflow_model' | 'triton_model';
  readonly flavors?: Readonly<Record<string, unknown>>;
  readonly stage?: string;
};

export type Models = Assets<ModelVersion> & {
  readonly upload: UploadAsset<ModelVersion, ModelProperties>;
};

/** Registered models of a workspace. */
export function models(client: Client, workspace: WorkspaceKey): Models {
  const api = assets<ModelVersion>(client, workspace, 'models');
  return { ...api, upload: uploadOf(client, api, 'modelUri') };
}
