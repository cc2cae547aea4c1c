import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actionBody, NoBody, SignInBody } from '../../arm/action-bodies.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Http } from '../answer.ts';
import { checkAsker, checkBearer, sameSecret, studioActor } from '../auth.ts';
import { reached } from '../reached.ts';
import { linkPath } from './link-page.ts';
import { checkSameOrigin } from './same-origin.ts';
import type { Issued } from './sessions.ts';

/** Nobody keeps a copy of who is signed in. */
const fresh = { 'Cache-Control': 'no-store' };

/**
 * The doors of Studio's session. None takes an api-version; errors have ARM's form.
 * - `POST /studio/session` `{ token }` or `{ link }`: begins one; 401 when neither is right, 429 after too many tries.
 * - `GET /studio/session`: the one of the cookie, 401 without one.
 * - `DELETE /studio/session`: ends it, 204, also when there is none.
 * - `POST /studio/links` with a bearer token: a link that signs in once, within ten minutes.
 * A link has its secret in the fragment of the address, which no browser sends: only the page behind it can redeem it,
 * by a POST, so that nothing that looks ahead at addresses uses it up, and no log has it.
 */
export function openSignIn(http: Http, server: FastifyInstance): void {
  server.post('/studio/session', (request, reply) => signIn(http, request, reply));
  server.get('/studio/session', async (request, reply) => {
    const { actor } = await checkAsker(http, request);
    const secret = http.studio.cookie.read(request);
    const expiresAt = secret === undefined ? undefined : http.studio.sessions.expiry(secret);
    return reply.headers(fresh).send(await shown(http, actor, expiresAt));
  });
  server.delete('/studio/session', async (request, reply) => {
    checkSameOrigin(request.method, request.headers, http.studio.hosts);
    const secret = http.studio.cookie.read(request);
    if (secret !== undefined) await http.studio.sessions.end(secret);
    const headers = { ...fresh, 'Set-Cookie': http.studio.cookie.taken(request) };
    return reply.code(204).headers(headers).send();
  });
  server.post('/studio/links', async (request, reply) => {
    await checkBearer(http, request.headers.authorization, 'management');
    actionBody(NoBody, request.body);
    const { secret, expiresAt } = await http.studio.sessions.createLink();
    const url = `${reached(http, request).publicUrl()}${linkPath}#${secret}`;
    return reply
      .code(201)
      .headers(fresh)
      .send({ url, expiresAt: new Date(expiresAt).toISOString() });
  });
}

async function signIn(http: Http, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { attempts, cookie, hosts, sessions } = http.studio;
  checkSameOrigin(request.method, request.headers, hosts);
  attempts.check(request.ip);
  const { token, link } = actionBody(SignInBody, request.body);
  if ((token === undefined) === (link === undefined)) {
    throw new DomainError('bad-argument', 'The body must have either token or link.', { target: 'token' });
  }
  if (!(await isRight(http, token, link))) {
    attempts.failed(request.ip);
    throw new DomainError(
      'unauthorized',
      link === undefined
        ? 'The token is not the admin token of this Teal; it is in the file admin-token of its home.'
        : 'The link was used before, is older than ten minutes or was never given; `teal studio` prints another.',
      { target: link === undefined ? 'token' : 'link' },
    );
  }
  const before = cookie.read(request);
  if (before !== undefined) await sessions.end(before);
  const issued: Issued = await sessions.begin();
  return reply
    .code(201)
    .headers({ ...fresh, 'Set-Cookie': cookie.given(request, issued.secret) })
    .send(await shown(http, studioActor, sessions.expiry(issued.secret)));
}

async function isRight(http: Http, token: string | undefined, link: string | undefined): Promise<boolean> {
  if (token !== undefined) return sameSecret(token.trim(), http.adminToken);
  return http.studio.sessions.redeem(link ?? '');
}

/** What a page needs to begin with. */
async function shown(http: Http, actor: string, expiresAt: number | undefined) {
  const [home] = await http.parts.store.rows.workspaces.list();
  const { subscription = '', resourceGroup = '', name = '' } = home ?? {};
  return {
    actor,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    workspace: { subscription, resourceGroup, name },
    scoringUrl: http.scoringUrl,
    version: http.version,
  };
}
