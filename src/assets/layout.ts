import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import { syncFolder } from './durable.ts';
import { unlessAbsent } from './errno.ts';
import { blobstore, isContainerName, shown } from './paths.ts';

/**
 * Where things lie below `<home>/assets/`, all on one file system so that links and renames work between them.
 * - `incoming/<owner>-<random>`: bodies that are still arriving, and containers on their way out
 * - `containers/<container>/<path>`: what was uploaded
 * - `notes/<container>/<hash of the path>/`: metadata of a blob, and pieces of one to come
 * - `sealed/<container>`: an empty file for each container of which something was sealed
 * - `trees/<digest>/tree.json` beside `trees/<digest>/root/<leaf>`: what was sealed
 */
export type Layout = {
  readonly incoming: string;
  readonly containers: string;
  readonly notes: string;
  readonly sealed: string;
  readonly trees: string;
};

export function layoutOf(home: string): Layout {
  const assets = join(home, 'assets');
  return {
    incoming: join(assets, 'incoming'),
    containers: join(assets, 'containers'),
    notes: join(assets, 'notes'),
    sealed: join(assets, 'sealed'),
    trees: join(assets, 'trees'),
  };
}

/** Where the files of the default datastore lie. */
export function datastoreFolder(home: string): string {
  return join(layoutOf(home).containers, blobstore);
}

/** Makes the folders; idempotent. */
export async function prepare(layout: Layout): Promise<void> {
  await Promise.all(
    [layout.incoming, layout.notes, layout.sealed, layout.trees, join(layout.containers, blobstore)].map(
      (folder) => mkdir(folder, { recursive: true, mode: 0o700 }),
    ),
  );
  await syncFolder(layout.containers);
  await syncFolder(join(layout.trees, '..'));
}

/** The folder of a container. Throws not-found when there is none. */
export async function containerFolder(layout: Layout, container: string): Promise<string> {
  const folder = join(layout.containers, isContainerName(container) ? container : '');
  const known = isContainerName(container) && (await unlessAbsent(lstat(folder)))?.isDirectory();
  if (known) return folder;
  throw new DomainError('not-found', `There is no container ${shown(container)}; start the upload again.`, {
    target: 'container',
  });
}
