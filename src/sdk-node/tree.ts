import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { type Ignore, ignoreOf } from './ignore.ts';

/** A file to upload; `path` is relative to the folder and has forward slashes. */
export type TreeFile = { readonly path: string; readonly full: string; readonly size: number };

/** `leaf` is the name of the file or folder itself. Files are sorted by path without regard to case. */
export type Tree = {
  readonly kind: 'file' | 'folder';
  readonly leaf: string;
  readonly files: readonly TreeFile[];
  readonly bytes: number;
};

/** A path that cannot be uploaded. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/**
 * What is below a local path, without what `.amlignore` (else `.gitignore`), caches and repositories leave out. The path
 * itself may be a link. Throws PathError when it does not exist, holds nothing, or holds a link that leads out of it.
 */
export function treeOf(full: string): Tree {
  const found = statOf(full);
  if (found.isFile()) {
    const leaf = basename(full);
    return { kind: 'file', leaf, files: [{ path: leaf, full, size: found.size }], bytes: found.size };
  }
  const root = realpathSync(full);
  const ignore = ignoreOf(patterns(full));
  const files = walk(full, { root, prefix: '', ignore, above: [] }).sort((one, other) =>
    one.path.toLowerCase() < other.path.toLowerCase() ? -1 : 1,
  );
  if (files.length === 0) throw new PathError(`the folder ${full} holds no files to upload.`);
  return {
    kind: 'folder',
    leaf: basename(root),
    files,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

type Walk = {
  /** Where the whole folder really is. */
  readonly root: string;
  readonly prefix: string;
  readonly ignore: Ignore;
  readonly above: readonly string[];
};

/** Links that stay inside are followed; one to a folder above itself is not walked again. */
function walk(folder: string, { root, prefix, ignore, above }: Walk): TreeFile[] {
  const here = realpathSync(folder);
  if (above.includes(here)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): TreeFile[] => {
    const full = join(folder, entry.name);
    const path = `${prefix}${entry.name}`;
    const real = realOf(full);
    const found = real === undefined ? undefined : statSync(real);
    if (ignore(path, found?.isDirectory() === true)) return [];
    if (entry.isSymbolicLink()) refuseLeaving(root, { full, path, real });
    if (found?.isDirectory()) {
      return walk(full, { root, prefix: `${path}/`, ignore, above: [...above, here] });
    }
    if (found?.isFile()) return [{ path, full, size: found.size }];
    throw new PathError(`${path} in ${root} is neither a file nor a folder; leave it out by .amlignore.`);
  });
}

/** What a folder is uploaded for is in it: a link that leads elsewhere would publish what nobody meant to. */
function refuseLeaving(
  root: string,
  { full, path, real }: { readonly full: string; readonly path: string; readonly real: string | undefined },
): void {
  const target = readlinkSync(full);
  if (real === root || real?.startsWith(`${root}${sep}`)) return;
  const why = real === undefined ? 'which does not exist' : `which is outside of ${root}`;
  throw new PathError(
    `the link ${path} leads to ${target}, ${why}; only links that stay inside are followed. Put the file itself there, or leave the link out by .amlignore.`,
  );
}

function realOf(full: string): string | undefined {
  try {
    return realpathSync(full);
  } catch {
    return undefined;
  }
}

function patterns(folder: string): string {
  for (const name of ['.amlignore', '.gitignore']) {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {}
  }
  return '';
}

function statOf(full: string) {
  const found = statSync(full, { throwIfNoEntry: false });
  if (found !== undefined) return found;
  throw new PathError(`the path ${full} does not exist.`);
}
