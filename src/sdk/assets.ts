import { orMissing } from './errors.ts';
import type { UploadSource } from './files.ts';
import type { Ask, Client } from './http.ts';
import { type Paged, paged } from './paged.ts';
import { type AssetKind, paths } from './paths.ts';
import { type Uploading, type UploadPlace, uploadFiles } from './upload.ts';
import type { Container, WorkspaceKey } from './wire.ts';

export type ListView = 'ActiveOnly' | 'ArchivedOnly' | 'All';
export type At = { readonly name: string; readonly version: string };
/** Without a version it is the next one: '1' for a new name. */
export type NewAt = { readonly name: string; readonly version?: string };
export type AssetFile = { readonly path: string; readonly size: number };

/**
 * What models, environments, code and data have in common: containers of immutable versions. All throw ArmError: 404 for
 * what is not there, 400 for a version that exists with other content or a wrong body.
 */
export type Assets<V> = {
  get(version: At, ask?: Pick<Ask, 'signal'>): Promise<V>;
  /** `undefined` instead of a 404. */
  find(version: At): Promise<V | undefined>;
  container(name: string): Promise<Container>;
  containers(view?: ListView): Paged<Container>;
  /** Newest first. */
  versions(name: string, view?: ListView): Paged<V>;
  /** Registers a version, or changes its description, tags and properties; `body` is ARM's, `{ properties }`. */
  put(version: At, body: object, ask?: Pick<Ask, 'signal'>): Promise<V>;
  /** Hides a name from lists, or shows it again; what is deployed goes on. */
  archive(name: string, isArchived: boolean): Promise<void>;
  /** The version that a new one without a version gets: '1' for a new name. */
  nextVersion(name: string): Promise<string>;
  /** A place to upload files to, for a `put` that names it. */
  startUpload(version: At, ask?: Pick<Ask, 'signal'>): Promise<UploadPlace>;
  /** The files of a version, with paths that begin with the name of its folder or file. */
  files(version: At): Paged<AssetFile>;
  /** The bytes of one of its files. */
  openFile(version: At, path: string, ask?: Pick<Ask, 'signal'>): Promise<Response>;
};

/** Uploads files and registers them as a version; `properties` are ARM's, for instance `description` and `tags`. */
export type UploadAsset<V, P> = (
  at: NewAt,
  source: UploadSource,
  options?: Uploading & { readonly properties?: P },
) => Promise<V>;

/** The assets of one kind in a workspace. */
export function assets<V>(client: Client, workspace: WorkspaceKey, kind: AssetKind): Assets<V> {
  const at = (version: At) => paths.version(workspace, kind, version);
  const containerPath = (name: string) => paths.asset(workspace, kind, name);
  const get: Assets<V>['get'] = async (version, ask) => (await client.call<V>('GET', at(version), ask)).body;
  const container: Assets<V>['container'] = async (name) =>
    (await client.call<Container>('GET', containerPath(name))).body;
  return {
    get,
    container,
    containers: (view = 'ActiveOnly') =>
      paged(client, paths.assets(workspace, kind), { query: { listViewType: view } }),
    versions: (name, view = 'ActiveOnly') =>
      paged(client, paths.versions(workspace, kind, name), { query: { listViewType: view } }),
    find: (version) => orMissing(get(version)),
    put: async (version, body, ask = {}) => (await client.call<V>('PUT', at(version), { ...ask, body })).body,
    archive: async (name, isArchived) => {
      await client.call('PUT', containerPath(name), { body: { properties: { isArchived } } });
    },
    nextVersion: async (name) => (await orMissing(container(name)))?.properties.nextVersion ?? '1',
    startUpload: async (version, ask = {}) => {
      type Pending = {
        blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
      };
      const { body } = await client.call<Pending>('POST', `${at(version)}/startPendingUpload`, {
        ...ask,
        body: { pendingUploadType: 'TemporaryBlobReference' },
        repeatable: true,
      });
      const { blobUri, credential } = body.blobReferenceForConsumption;
      return { blobUri, sasUri: credential.sasUri };
    },
    files: (version) => paged(client, `${at(version)}/files`),
    openFile: (version, path, ask) =>
      client.open('GET', `${at(version)}/files/${path.split('/').map(encodeURIComponent).join('/')}`, ask),
  };
}

/** The `upload` of a kind whose files are named by the property `field`. */
export function uploadOf<V, P extends object>(
  client: Client,
  api: Assets<V>,
  field: 'modelUri' | 'codeUri' | 'dataUri',
): UploadAsset<V, P> {
  return async ({ name, version: wanted }, source, { properties, ...uploading } = {}) => {
    const version = { name, version: wanted ?? (await api.nextVersion(name)) };
    const ask = { signal: uploading.signal };
    const place = await api.startUpload(version, ask);
    const uri = await uploadFiles(client, place, { ...uploading, source });
    return api.put(version, { properties: { ...properties, [field]: uri } }, ask);
  };
}
