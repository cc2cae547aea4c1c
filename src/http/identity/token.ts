import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, header, ok } from '../answer.ts';
import { sameSecret } from '../auth.ts';

/**
 * GET /identity/token?resource=… with X-IDENTITY-HEADER: what Azure App Service offers to programs that run in it
 * (2019-08-01), and the one door that Azure's credential libraries look for by two variables alone.
 */
export async function identityToken(http: Http, ask: Ask): Promise<Answer> {
  const given = header(ask, 'x-identity-header');
  if (given === undefined || !sameSecret(given, http.identityHeader)) {
    throw new DomainError(
      'unauthorized',
      'The X-IDENTITY-HEADER header is missing or not valid for this Teal; `teal exec` and `teal env` set it.',
    );
  }
  const { resource } = ask.query;
  if (resource === undefined) {
    throw new DomainError('bad-argument', 'The query has no resource.', { target: 'resource' });
  }
  const { token, expiresAt } = await http.access.issue(resource);
  const body = {
    access_token: token,
    expires_on: String(Math.floor(expiresAt / 1000)),
    resource,
    token_type: 'Bearer',
  };
  return ok(body, { 'Cache-Control': 'no-store' });
}
