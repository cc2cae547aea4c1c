import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetFiles, SealedTree } from '../domain/ports.ts';
import { unlessAbsent } from './errno.ts';
import type { Layout } from './layout.ts';

/** Remembers what `tree.json` said, which never changes, but looks each time whether the leaf is still there. */
export function createLocate({ trees }: Pick<Layout, 'trees'>): AssetFiles['locate'] {
  const known = new Map<string, SealedTree>();
  return async (digest) => {
    if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
    const tree = known.get(digest) ?? (await readTree(join(trees, digest, 'tree.json')));
    if (tree === undefined) return undefined;
    const root = join(trees, digest, 'root');
    const leaf = await unlessAbsent(lstat(join(root, tree.leaf)));
    if (!(tree.kind === 'file' ? leaf?.isFile() : leaf?.isDirectory())) {
      known.delete(digest);
      return undefined;
    }
    known.set(digest, tree);
    return { ...tree, root };
  };
}

async function readTree(file: string): Promise<SealedTree | undefined> {
  const text = await unlessAbsent(readFile(file, 'utf8'));
  try {
    const tree: unknown = JSON.parse(text ?? '');
    return isTree(tree) ? Object.freeze(tree) : undefined;
  } catch {
    return undefined;
  }
}

function isTree(tree: unknown): tree is SealedTree {
  if (typeof tree !== 'object' || tree === null) return false;
  const { digest, kind, leaf, files, bytes } = tree as Partial<Record<keyof SealedTree, unknown>>;
  const named = typeof digest === 'string' && typeof leaf === 'string';
  const counted = typeof files === 'number' && typeof bytes === 'number';
  return named && counted && (kind === 'file' || kind === 'folder');
}
