import type { AssetKind } from '../../domain/asset.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Ask } from '../answer.ts';

const kinds: readonly AssetKind[] = ['models', 'environments', 'codes', 'data'];

/** The kind of asset in the path, whatever its case. Throws not-found. */
export function kindOf(ask: Ask): AssetKind {
  const word = ask.params.kind?.toLowerCase() ?? '';
  const kind = kinds.find((one) => one === word);
  if (kind !== undefined) return kind;
  throw new DomainError('not-found', `There is no resource type '${ask.params.kind}' in a workspace.`);
}
