import { endpoints } from '../../../../sdk/endpoints.ts';
import type { EndpointResource } from '../../../../sdk/wire.ts';
import type { Session } from '../../../session.ts';

/** What `get-credentials` prints, by auth mode, in camelCase as `az` does. */
export async function credentialsOf(
  session: Session,
  { name, properties }: EndpointResource,
): Promise<Record<string, unknown>> {
  const api = endpoints(session.client, session.workspace);
  if (properties.authMode === 'Key') {
    const { primaryKey, secondaryKey } = await api.keys(name);
    return { primaryKey, secondaryKey };
  }
  const { accessToken, expiryTimeUtc, refreshAfterTimeUtc, tokenType } = await api.token(name);
  return properties.authMode === 'AMLToken'
    ? { accessToken, expiryTimeUtc, refreshAfterTimeUtc, tokenType }
    : { accessToken, expiryTimeUtc };
}
