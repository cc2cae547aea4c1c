import { actionBody, SecretsBody } from '../../arm/action-bodies.ts';
import { workspaceId } from '../../arm/ids.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { account, blobstore, datastore } from '../blobs/address.ts';
import { workspaceOf } from '../scope.ts';

/** GET datastores[?isDefault]: the one there is. */
export async function listDatastores(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const others = ask.query.isDefault?.toLowerCase() === 'false';
  return ok({ value: others ? [] : [shown(http, workspace)] });
}

/** GET datastores/{name}. */
export async function getDatastore(http: Http, ask: Ask): Promise<Answer> {
  return ok(shown(http, await datastoreOf(http, ask)));
}

/** POST datastores/{name}/listSecrets: always a signature, the one kind that every version of the clients takes. */
export async function listSecrets(http: Http, ask: Ask): Promise<Answer> {
  await datastoreOf(http, ask);
  const { expireAfterHours } = actionBody(SecretsBody, ask.body);
  const secrets = { secretsType: 'Sas', sasToken: http.sas.issue(blobstore, expireAfterHours) };
  return ok(secrets, { 'Cache-Control': 'no-store' });
}

/** Throws not-found for any but the default one. */
async function datastoreOf(http: Http, ask: Ask): Promise<Workspace> {
  const workspace = await workspaceOf(http, ask);
  const name = ask.params.datastore ?? '';
  if (name.toLowerCase() === datastore) return workspace;
  throw new DomainError(
    'not-found',
    `The datastore '${name}' was not found in workspace '${workspace.name}'; there is '${datastore}'.`,
  );
}

/**
 * Azure's clients ignore `endpoint` and ask `https://{accountName}.blob.core.windows.net`: an account whose name begins
 * with the address of this Teal brings them here, and no name has to be resolved.
 */
function shown(http: Http, workspace: Workspace) {
  const { host } = new URL(http.secureUrl());
  const createdAt = new Date(workspace.createdAt).toISOString();
  return {
    id: `${workspaceId(workspace)}/datastores/${datastore}`,
    name: datastore,
    type: 'Microsoft.MachineLearningServices/workspaces/datastores',
    properties: {
      description: null,
      tags: null,
      properties: null,
      isDefault: true,
      credentials: { credentialsType: 'Sas' },
      datastoreType: 'AzureBlob',
      accountName: `${host}/${account}`,
      containerName: blobstore,
      endpoint: 'core.windows.net',
      protocol: 'https',
      serviceDataAccessAuthIdentity: 'None',
    },
    systemData: {
      createdAt,
      createdBy: 'teal',
      createdByType: 'Application',
      lastModifiedAt: createdAt,
      lastModifiedBy: 'teal',
      lastModifiedByType: 'Application',
    },
  };
}
