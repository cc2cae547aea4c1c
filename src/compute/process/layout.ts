/** Lays out the folder of an instance as the containers of Azure ML online endpoints have it. */
import { constants } from 'node:fs';
import { chmod, cp, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import type { InstanceOrder } from '../../domain/ports.ts';
import { note } from './log.ts';
import { fileNames } from './record.ts';

export type Layout = { readonly appRoot: string; readonly modelDir: string | null };

/** Copies the code and links the model; what an earlier attempt left is replaced. The log is kept. */
export async function layOut(order: InstanceOrder, folder: string): Promise<Layout> {
  const app = join(folder, fileNames.app);
  for (const name of [fileNames.app, fileNames.mount, fileNames.config, fileNames.exit]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  const appRoot = within(app, order.code.leaf, 'code');
  await mkdir(app, { mode: 0o700 });
  await cp(within(order.code.root, order.code.leaf, 'code'), appRoot, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  await openUp(appRoot);
  return { appRoot, modelDir: await linkModel(order, folder, app) };
}

async function linkModel(order: InstanceOrder, folder: string, app: string): Promise<string | null> {
  if (order.model === null) return null;
  const mount = order.modelMountPath;
  const models =
    mount === null
      ? join(app, 'azureml-models')
      : within(join(folder, fileNames.mount), mount, 'model mount path');
  const path = within(models, `${order.model.name}/${order.model.version}`, 'model');
  await mkdir(dirname(path), { recursive: true });
  await symlink(resolve(order.model.root), path);
  if (mount !== null) {
    await note(
      folder,
      `The model mount path ${mount} lies inside the instance's folder here: AZUREML_MODEL_DIR=${path}`,
    );
  }
  return path;
}

function within(root: string, path: string, what: string): string {
  const found = resolve(root, `.${sep}${path}`);
  if (found.startsWith(resolve(root) + sep)) return found;
  throw new DomainError(
    'bad-argument',
    `The ${what} '${path}' is not allowed; it must be a path without '..'.`,
  );
}

/** Sealed files are read-only; scripts write beside themselves, and folders without write permission cannot be removed. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openUp(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o600);
  }
}
