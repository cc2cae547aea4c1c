import { actionBody, PendingUploadBody } from '../../arm/action-bodies.ts';
import { choice } from '../../arm/choice.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';

/** POST {kind}/{name}/versions/{version}/startPendingUpload -> a fresh container and a link that may write to it. */
export async function startPendingUpload(http: Http, ask: Ask): Promise<Answer> {
  await workspaceOf(http, ask);
  kindOf(ask);
  const { pendingUploadType = 'TemporaryBlobReference' } = actionBody(PendingUploadBody, ask.body);
  choice(['TemporaryBlobReference'], pendingUploadType, 'pendingUploadType');
  const container = await http.parts.files.openContainer();
  const blobUri = `${http.publicUrl()}/blobs/${container}`;
  return ok({
    pendingUploadId: null,
    pendingUploadType: 'TemporaryBlobReference',
    blobReferenceForConsumption: {
      blobUri,
      storageAccountArmId: '',
      credential: { credentialType: 'SAS', sasUri: `${blobUri}?${http.sas.issue(container)}` },
    },
  });
}
