import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AssetFiles, SealedTree } from '../domain/ports.ts';
import { digestOf } from './digest.ts';
import { linkOrCopy, removeTree, syncFolder, writeDurably } from './durable.ts';
import { errnoOf, explained } from './errno.ts';
import { inLanes } from './lanes.ts';
import type { Layout } from './layout.ts';
import { ownName } from './owner.ts';
import { blobstore, shown } from './paths.ts';
import { type Survey, survey, type TreeLimits } from './survey.ts';
import type { Target } from './write.ts';

export type SealParts = {
  readonly layout: Layout;
  readonly limits: TreeLimits;
  readonly locate: AssetFiles['locate'];
};

/** The name of a tree that is being built: `<digest>.partial-<owner>`. */
export const partialMark = '.partial-';

/** Keeps a file or folder under its digest; a tree appears whole or not at all, whoever else seals the same. */
export async function seal(parts: SealParts, target: Target): Promise<SealedTree> {
  try {
    const found = await survey(parts.layout, target, parts.limits);
    const { kind, leaf, files, bytes } = found;
    const tree: SealedTree = { digest: await digestOf(found), kind, leaf, files: files.length, bytes };
    if ((await parts.locate(tree.digest)) === undefined) await keep(parts, tree, found);
    // also when another seal gave the tree its name: that one may not have come to this line yet
    await syncFolder(parts.layout.trees);
    await markSealed(parts.layout, target.container);
    return tree;
  } catch (cause) {
    throw explained(cause, shown(target.path));
  }
}

async function keep(parts: SealParts, tree: SealedTree, found: Survey): Promise<void> {
  const { trees } = parts.layout;
  const partial = join(trees, `${tree.digest}${partialMark}${ownName()}`);
  try {
    await build(partial, tree, found);
    await settle(parts, partial, tree.digest);
  } finally {
    await removeTree(partial);
  }
}

async function build(partial: string, tree: SealedTree, { files, leaf }: Survey): Promise<void> {
  const top = join(partial, 'root', leaf);
  await mkdir(join(partial, 'root'), { recursive: true });
  const folders = new Set<string>([join(partial, 'root')]);
  for (const { path } of files) {
    for (let at = dirname(join(top, path)); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  // parents are shorter than their children
  const ordered = [...folders].sort((one, other) => one.length - other.length);
  for (const folder of ordered) await mkdir(folder, { recursive: true });
  await inLanes(files, ({ place, path }) => linkOrCopy(place, join(top, path)));
  await writeDurably(join(partial, 'tree.json'), `${JSON.stringify(tree)}\n`, 0o444);
  await inLanes([...ordered.reverse(), partial], async (folder) => {
    await chmod(folder, 0o555);
    await syncFolder(folder);
  });
}

/** Gives the built tree its name, unless another seal was first; a tree that somebody damaged gives way. */
async function settle({ layout, locate }: SealParts, partial: string, digest: string): Promise<void> {
  const place = join(layout.trees, digest);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(partial, place);
    } catch (cause) {
      if (!['ENOTEMPTY', 'EEXIST'].includes(errnoOf(cause)) || attempt === 3) throw cause;
      if ((await locate(digest)) !== undefined) return;
      const damaged = join(layout.trees, `${digest}${partialMark}${ownName()}`);
      await rename(place, damaged).catch(ignoreAbsent);
      await removeTree(damaged);
    }
  }
}

/** Tells `sweep` that the container is somebody's; after a crash before this the tree is kept all the same. */
async function markSealed({ sealed }: Layout, container: string): Promise<void> {
  if (container !== blobstore) await writeFile(join(sealed, container), '');
}

function ignoreAbsent(cause: unknown): void {
  if (errnoOf(cause) !== 'ENOENT') throw cause;
}
