import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { models } from '../../sdk/models.ts';
import type { ModelVersion } from '../../sdk/wire.ts';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { contentHash } from '../upload/hash.ts';
import { type Tree, treeOf } from '../upload/tree.ts';
import { uploadTree } from '../upload/upload.ts';
import type { ModelYaml } from '../yaml/types.ts';

const hashKey = 'hash_sha256';

export type ModelSource = { readonly yaml: ModelYaml; readonly folder: string; readonly field: string };

/**
 * Registers a model: files are uploaded unless the same content is there already. Without a name it is anonymous, named
 * by its content; without a version it gets the next one. Throws exit 1 when the version exists with other content.
 */
export async function registerModel(
  call: Call,
  session: Session,
  { yaml, folder, field }: ModelSource,
): Promise<ModelVersion> {
  const api = models(session.client, session.workspace);
  if (isRemote(yaml.path)) {
    const name = yaml.name ?? shortHash(yaml.path);
    const version = yaml.version ?? (yaml.name === undefined ? '1' : await api.nextVersion(name));
    return api.put({ name, version }, modelBody(yaml, yaml.path, {}));
  }
  const tree = treeOf(resolve(folder, yaml.path), `${field}path`);
  const hash = await treeHash(tree);
  const name = yaml.name ?? hash.slice(0, 32);
  const version = yaml.version ?? (yaml.name === undefined ? '1' : await api.nextVersion(name));
  const at = { name, version };
  const known = await api.find(at);
  const knownHash = known?.properties.properties?.[hashKey];
  if (known !== undefined && knownHash === hash) {
    return yaml.name === undefined
      ? known
      : api.put(at, modelBody(yaml, known.properties.modelUri, { [hashKey]: hash }));
  }
  if (knownHash !== undefined) {
    throw new Failure(
      `The model '${name}' has a version '${version}' with other content; a version never changes. Use a new version.`,
    );
  }
  const place = await api.startUpload(at);
  const uri = await uploadTree(call, tree.leaf, { client: session.client, tree, place });
  return api.put(at, modelBody(yaml, uri, { [hashKey]: hash }));
}

/** `NAME:VERSION` that registering would give; a named one without a version shows as new. Sends nothing. */
export async function modelName({ yaml, folder, field }: ModelSource): Promise<string> {
  if (yaml.name !== undefined) return `${yaml.name}:${yaml.version ?? '(next version)'}`;
  if (isRemote(yaml.path)) return `${shortHash(yaml.path)}:1`;
  return `${(await treeHash(treeOf(resolve(folder, yaml.path), `${field}path`))).slice(0, 32)}:1`;
}

function modelBody(yaml: ModelYaml, modelUri: string, marks: Readonly<Record<string, string>>) {
  return {
    properties: {
      modelUri,
      modelType: yaml.type ?? 'custom_model',
      isAnonymous: yaml.name === undefined,
      isArchived: false,
      flavors: flavorsBody(yaml.flavors),
      tags: yaml.tags ?? {},
      properties: { ...yaml.properties, ...marks },
      ...(yaml.description === undefined ? {} : { description: yaml.description }),
      ...(yaml.stage === undefined ? {} : { stage: yaml.stage }),
    },
  };
}

/** A file lists the settings of a flavour; the service wants them under `data`. */
function flavorsBody(flavors: ModelYaml['flavors'] = {}) {
  return Object.fromEntries(Object.entries(flavors).map(([name, data]) => [name, { data }]));
}

/** `azureml://datastores/…`, `azureml://jobs/…`, `runs:/…` and web addresses go to the service as they are. */
function isRemote(path: string): boolean {
  return /^(azureml:|runs:|https?:|wasbs?:|abfss?:)/i.test(path);
}

/** The name of the file or folder is part of a model: scoring scripts open `$AZUREML_MODEL_DIR/<that name>`. */
async function treeHash(tree: Tree): Promise<string> {
  return shortHash(`${tree.kind}#${tree.leaf}#${await contentHash(tree)}`);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
