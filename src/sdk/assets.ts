import { ArmError } from './errors.ts';
import { type Client, listAll } from './http.ts';
import { type AssetKind, paths } from './paths.ts';
import type { Container, WorkspaceKey } from './wire.ts';

export type ListView = 'ActiveOnly' | 'ArchivedOnly' | 'All';
export type At = { readonly name: string; readonly version: string };

/** A place to upload the files of one version to; see `blobs.ts`. */
export type UploadPlace = { readonly blobUri: string; readonly sasUri: string };

/** What models, environments and code have in common: containers of immutable versions. */
export function assets<V>(client: Client, workspace: WorkspaceKey, kind: AssetKind) {
  const at = (version: At) => paths.version(workspace, kind, version);
  const container = (name: string) => paths.asset(workspace, kind, name);
  const get = async (version: At): Promise<V> => (await client.call<V>('GET', at(version))).body;
  const containerOf = async (name: string): Promise<Container> =>
    (await client.call<Container>('GET', container(name))).body;
  return {
    get,
    container: containerOf,
    containers: (view: ListView = 'ActiveOnly') =>
      listAll<Container>(client, paths.assets(workspace, kind), { query: { listViewType: view } }),
    /** Newest first. */
    versions: (name: string, view: ListView = 'ActiveOnly') =>
      listAll<V>(client, paths.versions(workspace, kind, name), { query: { listViewType: view } }),
    find: (version: At): Promise<V | undefined> => orMissing(get(version)),
    put: async (version: At, body: object): Promise<V> =>
      (await client.call<V>('PUT', at(version), { body })).body,
    archive: async (name: string, isArchived: boolean): Promise<void> => {
      await client.call('PUT', container(name), { body: { properties: { isArchived } } });
    },
    /** The version that a new one without a version gets: '1' for a new name. */
    nextVersion: async (name: string): Promise<string> =>
      (await orMissing(containerOf(name)))?.properties.nextVersion ?? '1',
    startUpload: async (version: At): Promise<UploadPlace> => {
      type Pending = {
        blobReferenceForConsumption: { blobUri: string; credential: { sasUri: string } };
      };
      const { body } = await client.call<Pending>('POST', `${at(version)}/startPendingUpload`, {
        body: { pendingUploadType: 'TemporaryBlobReference' },
      });
      const { blobUri, credential } = body.blobReferenceForConsumption;
      return { blobUri, sasUri: credential.sasUri };
    },
    /** The files of a version, with paths that begin with the name of its folder or file. */
    files: async (version: At): Promise<readonly { path: string; size: number }[]> =>
      listAll(client, `${at(version)}/files`),
    openFile: (version: At, path: string): Promise<Response> =>
      client.open('GET', `${at(version)}/files/${path.split('/').map(encodeURIComponent).join('/')}`),
  };
}

/** `undefined` instead of a 404. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) return undefined;
    throw error;
  }
}
