import { PathError, type Tree, treeOf as treeAt } from '../../sdk-node/tree.ts';
import { Failure } from '../failure.ts';

export type { Tree } from '../../sdk-node/tree.ts';

/** What is below a local path, ignored files left out. Throws exit 1 when it does not exist or holds nothing. */
export function treeOf(full: string, field: string): Tree {
  try {
    return treeAt(full);
  } catch (error) {
    throw error instanceof PathError ? new Failure(`${field}: ${error.message}`) : error;
  }
}
