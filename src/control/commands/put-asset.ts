import type { AssetContainer, AssetKind, AssetSpec, AssetVersion } from '../../domain/asset.ts';
import { DomainError } from '../../domain/errors.ts';
import { checkAssetName } from '../../domain/names.ts';
import type { Rows } from '../../domain/store.ts';
import type { StringMap, Workspace } from '../../domain/workspace.ts';
import type { Parts } from '../parts.ts';
import { born, touched } from './record.ts';

export type PutAsset = {
  readonly actor: string;
  readonly workspace: Workspace;
  readonly kind: AssetKind;
  readonly name: string;
  readonly version: string;
  readonly spec: AssetSpec;
  readonly notes: {
    readonly description: string | null;
    readonly tags: StringMap;
    readonly properties: StringMap;
    readonly anonymous: boolean;
    readonly archived: boolean;
  };
};

/**
 * Registers a version, or changes the notes on one. The same content again is harmless; other content under a version
 * that exists is refused, because deployments refer to it.
 */
export async function putAsset(
  parts: Parts,
  command: PutAsset,
): Promise<{ readonly asset: AssetVersion; readonly created: boolean }> {
  checkAssetName(`${singular[command.kind]} name`, command.name);
  checkAssetName('version', command.version);
  return parts.store.change(async (rows) => {
    const container = await ensureContainer(parts, rows, command);
    const before = await rows.assets.version(container.uid, command.version);
    if (before !== undefined && !sameContent(before.spec, command.spec)) throw immutable(command);
    const now = parts.clock.now();
    const asset: AssetVersion = {
      uid: before?.uid ?? parts.newId(),
      containerUid: container.uid,
      kind: command.kind,
      name: container.name,
      version: command.version,
      spec: before === undefined ? command.spec : withStage(before.spec, command.spec),
      ...command.notes,
      ...(before === undefined ? born(command.actor, now) : touched(before, command.actor, now)),
    };
    await rows.assets.saveVersion(asset);
    return { asset, created: before === undefined };
  });
}

/** Archives or restores a whole container. Throws not-found. */
export async function archiveContainer(
  parts: Parts,
  command: Pick<PutAsset, 'actor' | 'workspace' | 'kind' | 'name'> & { readonly archived: boolean },
): Promise<AssetContainer> {
  const { workspace, kind, name } = command;
  return parts.store.change(async (rows) => {
    const container = await rows.assets.container(workspace.uid, kind, name);
    if (container === undefined)
      throw new DomainError('not-found', `The ${singular[kind]} '${name}' does not exist.`);
    const changed = {
      ...container,
      archived: command.archived,
      ...touched(container, command.actor, parts.clock.now()),
    };
    await rows.assets.saveContainer(changed);
    return changed;
  });
}

export const singular: Readonly<Record<AssetKind, string>> = {
  models: 'model',
  environments: 'environment',
  codes: 'code',
  data: 'data asset',
};

async function ensureContainer(
  parts: Parts,
  rows: Rows,
  { workspace, kind, name, actor }: PutAsset,
): Promise<AssetContainer> {
  const found = await rows.assets.container(workspace.uid, kind, name);
  if (found !== undefined) return found;
  const container = {
    uid: parts.newId(),
    workspaceUid: workspace.uid,
    kind,
    name,
    archived: false,
    ...born(actor, parts.clock.now()),
  };
  await rows.assets.saveContainer(container);
  return { ...container, latest: null, next: '1', anonymous: false };
}

/** Where the bytes were uploaded to is not part of what they are. */
function sameContent(one: AssetSpec, other: AssetSpec): boolean {
  if (!('digest' in one) || !('digest' in other)) return JSON.stringify(one) === JSON.stringify(other);
  if (one.digest !== other.digest || one.kind !== other.kind) return false;
  return one.kind === 'codes' || other.kind === 'codes' || one.type === other.type;
}

function withStage(before: AssetSpec, after: AssetSpec): AssetSpec {
  return before.kind === 'models' && after.kind === 'models' ? { ...before, stage: after.stage } : before;
}

function immutable({ kind, name, version }: PutAsset): DomainError {
  if (kind === 'environments' || kind === 'data') {
    return new DomainError(
      'exists',
      `The ${singular[kind]} '${name}' already exists in version '${version}' with another definition; a version never changes. Use a new version.`,
    );
  }
  // Official SDKs look for these very words to tell this conflict from others.
  return new DomainError('immutable-asset', 'Asset paths cannot be updated.', {
    details: [
      {
        code: 'AssetVersionExists',
        message: `The ${singular[kind]} '${name}' has a version '${version}' with other content; a version never changes. Use a new version.`,
      },
    ],
  });
}
