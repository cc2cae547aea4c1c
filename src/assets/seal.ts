import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { SealedTree } from '../domain/ports.ts';
import { flushFolder } from './write.ts';

const maxFiles = 100_000;

type Entry = { readonly path: string; readonly size: number };

/**
 * Hashes a file or folder and keeps it, read-only, under its digest: `trees/<digest>/root/<leaf>` and `tree.json`.
 * The folder appears whole or not at all; sealing the same content twice, even at once, is harmless.
 */
export async function sealTree(source: string, trees: string): Promise<SealedTree> {
  const kind = (await stat(source)).isDirectory() ? 'folder' : 'file';
  const entries = kind === 'folder' ? await filesOf(source) : [{ path: '', size: (await stat(source)).size }];
  if (entries.length === 0) {
    throw new DomainError('bad-argument', `The folder '${basename(source)}' has no files.`, {
      target: 'path',
    });
  }
  const leaf = basename(source);
  const digest = await digestOf(source, kind, entries);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const tree: SealedTree = { digest, kind, leaf, files: entries.length, bytes };
  if (!(await exists(join(trees, digest)))) await keep(source, entries, tree, trees);
  return tree;
}

async function keep(
  source: string,
  entries: readonly Entry[],
  tree: SealedTree,
  trees: string,
): Promise<void> {
  const partial = await mkdtemp(join(trees, 'partial-'));
  const target = join(partial, 'root', tree.leaf);
  for (const { path } of entries) {
    const to = join(target, path);
    await mkdir(dirname(to), { recursive: true });
    await linkOrCopy(join(source, path), to);
    await chmod(to, 0o444);
  }
  await writeFile(join(partial, 'tree.json'), JSON.stringify(tree), { mode: 0o444, flush: true });
  await chmod(partial, 0o755);
  try {
    await rename(partial, join(trees, tree.digest));
    await flushFolder(trees);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    // Somebody else sealed the same content first: theirs is as good.
    if (!(await exists(join(trees, tree.digest)))) throw cause;
  }
}

async function filesOf(folder: string): Promise<Entry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const odd = found.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd !== undefined) {
    throw new DomainError(
      'bad-argument',
      `'${odd.name}' is neither a file nor a folder (links are not kept).`,
      { target: 'path' },
    );
  }
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (files.length > maxFiles) {
    throw new DomainError(
      'too-large',
      `The folder has ${files.length} files; at most ${maxFiles} are allowed.`,
    );
  }
  const entries = await Promise.all(
    files.map(async (file) => ({
      path: relative(folder, file).split(sep).join('/'),
      size: (await stat(file)).size,
    })),
  );
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Names, sizes and contents, and the leaf's name, because scripts find their model by it. */
async function digestOf(source: string, kind: string, entries: readonly Entry[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([kind, basename(source), entries]));
  for (const { path } of entries) {
    for await (const chunk of createReadStream(join(source, path))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
