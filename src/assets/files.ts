import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { AssetFiles, Clock, SealedTree } from '../domain/ports.ts';
import { below, safeContainer } from './paths.ts';
import { exists, sealTree } from './seal.ts';
import { sweepFolders } from './sweep.ts';
import { properties, writeNew } from './write.ts';

export type AssetOptions = {
  readonly home: string;
  readonly clock: Clock;
  /** Default 16 GiB. */
  readonly maxFileBytes?: number;
};

/** The container that always exists; Azure's clients know it as the default datastore's. */
const durable = 'azureml-blobstore';

/** Assets under `<home>/assets`: containers that uploads write to, and trees sealed under their digest. */
export function createAssetFiles(options: AssetOptions): AssetFiles & { sweep(): Promise<void> } {
  const root = join(options.home, 'assets');
  const folders = {
    scratch: join(root, 'scratch'),
    trees: join(root, 'trees'),
    containers: join(root, 'containers'),
  };
  const maxFileBytes = options.maxFileBytes ?? 16 * 2 ** 30;
  const known = new Map<string, SealedTree>();
  const prepared = Promise.all(
    [folders.scratch, folders.trees, join(folders.containers, durable)].map((folder) =>
      mkdir(folder, { recursive: true, mode: 0o700 }),
    ),
  );
  const place = async (container: string, path: string): Promise<string> => {
    await prepared;
    const folder = join(folders.containers, safeContainer(container));
    if (await exists(folder)) return path === '' ? folder : below(folder, path);
    throw new DomainError('not-found', `There is no container '${container}'; start the upload again.`);
  };
  return {
    openContainer: async () => {
      await prepared;
      const name = randomUUID();
      await mkdir(join(folders.containers, name));
      return name;
    },
    write: async (container, path, body) => {
      if (path === '')
        throw new DomainError('bad-argument', 'The path of the file is missing.', { target: 'path' });
      return writeNew(await place(container, path), folders.scratch, body, maxFileBytes);
    },
    read: async (container, path) => {
      const file = await place(container, path);
      const found = await stat(file).catch(() => undefined);
      if (!found?.isFile())
        throw new DomainError('not-found', `There is no file '${path}' in container '${container}'.`);
      return { properties: properties(found), body: createReadStream(file) };
    },
    find: async (container, prefix) => find(await place(container, ''), prefix),
    seal: async (container, path) => {
      const source = await place(container, path);
      if (!(await exists(source))) {
        throw new DomainError('bad-argument', `Nothing was uploaded under '${path}'.`, { target: 'path' });
      }
      const tree = await sealTree(source, folders.trees);
      known.set(tree.digest, tree);
      return tree;
    },
    locate: async (digest) => {
      await prepared;
      const folder = join(folders.trees, digest);
      if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
      const tree = known.get(digest) ?? (await treeOf(folder));
      if (tree === undefined || !(await exists(folder))) return undefined;
      known.set(digest, tree);
      return { ...tree, root: join(folder, 'root') };
    },
    sweep: async () => {
      await prepared;
      await sweepFolders(folders, [durable], options.clock.now());
    },
  };
}

async function treeOf(folder: string): Promise<SealedTree | undefined> {
  const text = await readFile(join(folder, 'tree.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SealedTree);
}

async function find(folder: string, prefix: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files
    .map((file) => ({ file, path: relative(folder, file).split(sep).join('/') }))
    .filter(({ path }) => path.startsWith(prefix))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return Promise.all(
    named.map(async ({ file, path }) => ({ path, properties: properties(await stat(file)) })),
  );
}
