import type { AssetKind, AssetReference, AssetVersion } from '../../domain/asset.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Store } from '../../domain/store.ts';
import { singular } from './put-asset.ts';

/** The version that a reference names; `latest` is the newest created that is not archived. Throws bad-argument. */
export async function resolveAsset(
  store: Pick<Store, 'rows'>,
  workspaceUid: string,
  kind: AssetKind,
  reference: Exclude<AssetReference, { readonly kind: 'registry' }>,
): Promise<AssetVersion> {
  const { name } = reference;
  const container = await store.rows.assets.container(workspaceUid, kind, name);
  if (container === undefined) throw missing(kind, `'${name}' does not exist in this workspace`);
  if (reference.kind === 'version') {
    const found = await store.rows.assets.version(container.uid, reference.version);
    if (found !== undefined) return found;
    throw missing(
      kind,
      `'${name}' has no version '${reference.version}'; its latest is '${container.latest}'`,
    );
  }
  if (reference.label !== 'latest') {
    throw missing(kind, `'${name}' has no label '${reference.label}'; the only label is 'latest'`);
  }
  const latest =
    container.latest === null ? undefined : await store.rows.assets.version(container.uid, container.latest);
  if (latest !== undefined) return latest;
  throw missing(kind, `'${name}' has no versions`);
}

function missing(kind: AssetKind, what: string): DomainError {
  return new DomainError('bad-argument', `The ${singular[kind]} ${what}.`, { target: singular[kind] });
}
