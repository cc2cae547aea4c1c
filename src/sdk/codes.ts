import { type Assets, assets, type UploadAsset, uploadOf } from './assets.ts';
import type { Client } from './http.ts';
import { paths } from './paths.ts';
import type { AssetNotes, CodeVersion, WorkspaceKey } from './wire.ts';

/** How `hash_sha256` is computed; clients and service find code again by both. */
export const hashVersion = '202208';

export type Codes = Assets<CodeVersion> & {
  readonly upload: UploadAsset<CodeVersion, AssetNotes>;
  /** Code by the hash of its content. The search goes over all code, whatever `name`. */
  byHash(name: string, hash: string): Promise<readonly CodeVersion[]>;
};

/** Code folders of a workspace, found again by the hash of their content. */
export function codes(client: Client, workspace: WorkspaceKey): Codes {
  const api = assets<CodeVersion>(client, workspace, 'codes');
  return {
    ...api,
    upload: uploadOf(client, api, 'codeUri'),
    byHash: async (name, hash) => {
      const { body } = await client.call<{ value: readonly CodeVersion[] }>(
        'GET',
        paths.versions(workspace, 'codes', name),
        { query: { hash, hashVersion } },
      );
      return body.value;
    },
  };
}
