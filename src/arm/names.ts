import { DomainError } from '../domain/errors.ts';
import { checkAssetName, checkName } from '../domain/names.ts';

/** What a name may be of; `model` and the others are names or versions of assets. */
export type NameOf = 'endpoint' | 'deployment' | 'model' | 'environment' | 'version';

/** What the service would say of this name, for a form that says it while somebody types; undefined: nothing. */
export function nameProblem(of: NameOf, name: string): string | undefined {
  try {
    if (of === 'endpoint' || of === 'deployment') checkName(of, name);
    else checkAssetName(of === 'version' ? of : `${of} name`, name);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
