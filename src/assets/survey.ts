import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import { inLanes } from './lanes.ts';
import { containerFolder, type Layout } from './layout.ts';
import { lookUp } from './look-up.ts';
import { segmentsOf, shown } from './paths.ts';
import type { Target } from './write.ts';

export type TreeLimits = { readonly maxTreeBytes: number; readonly maxTreeFiles: number };

/** What is to be sealed: `path` is relative to the leaf and '' for the leaf itself; sorted by it. */
export type Survey = {
  readonly kind: 'file' | 'folder';
  readonly leaf: string;
  readonly files: readonly SurveyedFile[];
  readonly bytes: number;
};
export type SurveyedFile = { readonly path: string; readonly place: string; readonly size: number };

/** Throws bad-argument for a missing path, an empty folder and anything but plain files; too-large over the limits. */
export async function survey(layout: Layout, target: Target, limits: TreeLimits): Promise<Survey> {
  const segments = segmentsOf(target.path);
  const folder = await containerFolder(layout, target.container).catch((cause: unknown) => {
    throw cause instanceof DomainError ? refused(cause.message) : cause;
  });
  const found = await lookUp(folder, segments);
  const leaf = segments.at(-1) ?? '';
  const name = `${shown(target.path)} in the container '${target.container}'`;
  switch (found.state) {
    case 'absent':
    case 'blocked':
      throw refused(`There is no file or folder ${name}; upload it first.`);
    case 'other':
      throw refused(`${name} is neither a file nor a folder.`);
    case 'file': {
      const file = { path: '', place: found.place, size: found.properties.size };
      return checked({ kind: 'file', leaf, files: [file] }, name, limits);
    }
    case 'folder': {
      const files = await filesBelow(found.place, name, limits);
      if (files.length === 0) throw refused(`The folder ${name} is empty; it must hold at least one file.`);
      return checked({ kind: 'folder', leaf, files }, name, limits);
    }
    default:
      return found satisfies never;
  }
}

function checked(tree: Omit<Survey, 'bytes'>, name: string, { maxTreeBytes }: TreeLimits): Survey {
  const bytes = tree.files.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= maxTreeBytes) return { ...tree, bytes };
  throw new DomainError('too-large', `${name} holds ${bytes} bytes; at most ${maxTreeBytes} are kept.`);
}

async function filesBelow(root: string, name: string, { maxTreeFiles }: TreeLimits): Promise<SurveyedFile[]> {
  const paths: string[] = [];
  const open = [''];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of await readdir(join(root, next), { withFileTypes: true })) {
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) paths.push(path);
      else throw refused(`${name} holds ${shown(path)}, which is a link or a device; only files are kept.`);
    }
    if (paths.length > maxTreeFiles) {
      throw new DomainError('too-large', `${name} holds more than ${maxTreeFiles} files.`);
    }
  }
  const files = await inLanes(paths.sort(), async (path): Promise<SurveyedFile> => {
    const place = join(root, path);
    return { path, place, size: (await lstat(place)).size };
  });
  return [...files];
}

function refused(message: string): DomainError {
  return new DomainError('bad-argument', message, { target: 'path' });
}
