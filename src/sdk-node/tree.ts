import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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
 * What is below a local path, without what `.amlignore` (else `.gitignore`), caches and repositories leave out. Throws
 * PathError when it does not exist or holds nothing.
 */
export function treeOf(full: string): Tree {
  const found = statOf(full);
  if (found.isFile()) {
    const leaf = basename(full);
    return { kind: 'file', leaf, files: [{ path: leaf, full, size: found.size }], bytes: found.size };
  }
  const files = walk(full, { prefix: '', ignore: ignoreOf(patterns(full)), above: [] }).sort((one, other) =>
    one.path.toLowerCase() < other.path.toLowerCase() ? -1 : 1,
  );
  if (files.length === 0) throw new PathError(`the folder ${full} holds no files to upload.`);
  return {
    kind: 'folder',
    leaf: basename(realpathSync(full)),
    files,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

type Walk = { readonly prefix: string; readonly ignore: Ignore; readonly above: readonly string[] };

/** Links are followed; a link to a folder above itself is not walked again. */
function walk(folder: string, { prefix, ignore, above }: Walk): TreeFile[] {
  const real = realpathSync(folder);
  if (above.includes(real)) return [];
  return readdirSync(folder).flatMap((name): TreeFile[] => {
    const full = join(folder, name);
    const path = `${prefix}${name}`;
    const found = statSync(full, { throwIfNoEntry: false });
    if (found === undefined || ignore(path, found.isDirectory())) return [];
    if (found.isDirectory()) return walk(full, { prefix: `${path}/`, ignore, above: [...above, real] });
    return found.isFile() ? [{ path, full, size: found.size }] : [];
  });
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
