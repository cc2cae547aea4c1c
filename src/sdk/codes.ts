import { assets } from './assets.ts';
import type { Client } from './http.ts';
import { paths } from './paths.ts';
import type { CodeVersion, WorkspaceKey } from './wire.ts';

/** How `hash_sha256` is computed; clients and service find code again by both. */
export const hashVersion = '202208';

/** Code folders of a workspace, found again by the hash of their content. */
export function codes(client: Client, workspace: WorkspaceKey) {
  return {
    ...assets<CodeVersion>(client, workspace, 'codes'),
    /** The search goes over all code, whatever `name`. */
    byHash: async (name: string, hash: string): Promise<readonly CodeVersion[]> => {
      const { body } = await client.call<{ value: readonly CodeVersion[] }>(
        'GET',
        paths.versions(workspace, 'codes', name),
        { query: { hash, hashVersion } },
      );
      return body.value;
    },
  };
}
