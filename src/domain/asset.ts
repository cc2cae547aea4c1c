import type { Stamp, StringMap } from './workspace.ts';

export type AssetKind = 'models' | 'environments' | 'codes' | 'data';

/** Flavours of an MLflow model by name, each with its settings as text (Azure's `flavors`). */
export type Flavors = Readonly<Record<string, { readonly data: StringMap }>>;

export type ModelSpec = {
  readonly kind: 'models';
  readonly uri: string;
  readonly digest: string;
  readonly type: 'custom_model' | 'mlflow_model' | 'triton_model';
  readonly flavors: Flavors;
  readonly stage: string | null;
};

export type EnvironmentSpec = {
  readonly kind: 'environments';
  readonly image: string | null;
  readonly condaFile: string | null;
  readonly osType: 'Linux' | 'Windows';
  readonly inferenceConfig: Readonly<Record<string, unknown>> | null;
};

export type CodeSpec = { readonly kind: 'codes'; readonly uri: string; readonly digest: string };

/** Recorded only: where a data collector writes, or what a program refers to. */
export type DataSpec = {
  readonly kind: 'data';
  readonly uri: string;
  readonly type: 'uri_file' | 'uri_folder' | 'mltable';
};

export type AssetSpec = ModelSpec | EnvironmentSpec | CodeSpec | DataSpec;

/** One immutable version of a model, environment, code folder or data asset; only archiving and notes on it change. */
export type AssetVersion = Stamp & {
  readonly uid: string;
  readonly containerUid: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly version: string;
  readonly spec: AssetSpec;
  readonly description: string | null;
  readonly tags: StringMap;
  readonly properties: StringMap;
  readonly archived: boolean;
  readonly anonymous: boolean;
};

/** All versions of one name. `latest` is the newest created, null when there is none. */
export type AssetContainer = Stamp & {
  readonly uid: string;
  readonly workspaceUid: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly archived: boolean;
  readonly latest: string | null;
  readonly next: string;
  /** All its versions came along with a deployment and have no name that anybody chose: lists leave it out. */
  readonly anonymous: boolean;
};

/** The version that follows the highest whole number in use; '1' after none. */
export function nextVersion(versions: readonly string[]): string {
  const numbers = versions.filter((version) => /^\d{1,9}$/.test(version)).map(Number);
  return String(Math.max(0, ...numbers) + 1);
}

/** What a user wrote to name an asset. */
export type AssetReference =
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'label'; readonly name: string; readonly label: string }
  /** Something of a registry, or one of Azure's curated environments. */
  | { readonly kind: 'registry'; readonly id: string };
