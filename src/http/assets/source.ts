import { workspaceId } from '../../arm/ids.ts';
import { DomainError } from '../../domain/errors.ts';
import type { SealedTree } from '../../domain/ports.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Http } from '../answer.ts';
import { parseBlobUri } from '../blobs/address.ts';

/** The durable address of sealed files, in the form that Azure's clients print. */
export function sealedUri(workspace: Workspace, tree: Pick<SealedTree, 'digest' | 'leaf'>): string {
  const scope = workspaceId(workspace)
    .replace('/providers/Microsoft.MachineLearningServices', '')
    .replace('resourceGroups', 'resourcegroups')
    .slice(1);
  return `azureml://${scope}/datastores/workspaceblobstore/paths/LocalUpload/${tree.digest}/${tree.leaf}`;
}

/**
 * The files that a URI names: the place of an upload, which is sealed now, or files that were sealed before. Throws bad-argument when it is neither.
 */
export async function sealSource(http: Http, uri: string, field: string): Promise<SealedTree> {
  const sealed = /\/paths\/LocalUpload\/([0-9a-f]{64})\/[^/]+\/?$/.exec(uri);
  const known = sealed?.[1] === undefined ? undefined : await http.parts.files.locate(sealed[1]);
  if (known !== undefined) return known;
  const upload = parseBlobUri(uri);
  if (upload !== undefined) return http.parts.files.seal(upload.container, upload.path);
  throw new DomainError(
    'bad-argument',
    `${field} is '${uri}'; it must be the address of files that were uploaded to this Teal (startPendingUpload, or the datastore workspaceblobstore) or of an asset that it keeps.`,
    { target: field },
  );
}
