/** Lays out the folder of an instance as the containers of Azure ML online endpoints have it. */
import { constants } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { BuiltInScript } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import type { InstanceOrder } from '../../domain/ports.ts';
import { note } from './log.ts';
import { fileNames } from './record.ts';

export type Layout = {
  readonly appRoot: string;
  /** The scoring script, relative to `appRoot`. */
  readonly script: string;
  readonly modelDir: string | null;
};

type BuiltIn = { readonly builtIn: BuiltInScript };

/** Copies the code, or the worker's script for models without any, and links the model; what an earlier attempt left is replaced. The log is kept. */
export async function layOut(order: InstanceOrder, folder: string, workerPath: string): Promise<Layout> {
  const app = join(folder, fileNames.app);
  for (const name of [fileNames.app, fileNames.mount, fileNames.config, fileNames.exit]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
  await mkdir(app, { mode: 0o700 });
  const { code } = order;
  const placed =
    'builtIn' in code ? await copyScript(code.builtIn, app, workerPath) : await copyCode(code, app);
  return { ...placed, modelDir: await linkModel(order, folder, app) };
}

type Placed = Omit<Layout, 'modelDir'>;

async function copyCode(code: Exclude<InstanceOrder['code'], BuiltIn>, app: string): Promise<Placed> {
  const appRoot = within(app, code.leaf, 'code');
  await cp(within(code.root, code.leaf, 'code'), appRoot, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  await openUp(appRoot);
  return { appRoot, script: code.script };
}

/** Alone in its folder, because that folder is where Python looks for modules first. */
async function copyScript(kind: BuiltInScript, app: string, workerPath: string): Promise<Placed> {
  const appRoot = join(app, 'no_code');
  const script = `${kind}_score.py`;
  await mkdir(appRoot, { mode: 0o700 });
  await copyFile(join(workerPath, '_teal_worker', 'no_code', script), join(appRoot, script));
  return { appRoot, script };
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
