import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors.ts';
import type { Http } from './answer.ts';
import type { Door } from './identity/access-tokens.ts';
import { checkSameOrigin } from './studio/same-origin.ts';

/** Who asks, as the history names them; `isOver` tells of a session when it is, for answers that go on for hours. */
export type Asker = { readonly actor: string; readonly isOver: () => boolean };

/** Who a session of Studio is in the history: it was opened by the admin's token or link. */
export const studioActor = 'studio';

const never = () => false;

/**
 * Who asks: by `Authorization` if it is there, else by Studio's session cookie, for pages of our own origin. Throws
 * unauthorized, or forbidden when a session is used by anything else.
 */
export async function checkAsker(http: Http, request: FastifyRequest): Promise<Asker> {
  const { authorization } = request.headers;
  const secret = authorization === undefined ? http.studio.cookie.read(request) : undefined;
  if (secret === undefined)
    return { actor: await checkBearer(http, authorization, 'management'), isOver: never };
  checkSameOrigin(request.method, request.headers, http.studio.hosts);
  const { sessions } = http.studio;
  if (sessions.use(secret))
    return { actor: studioActor, isOver: () => sessions.expiry(secret) === undefined };
  throw new DomainError('unauthorized', 'The session is over; sign in to Studio again.');
}

/** Checks `Authorization: Bearer <admin token or access token>`; returns who asks. Throws unauthorized. */
export async function checkBearer(
  http: Http,
  authorization: string | undefined,
  door: Door,
): Promise<string> {
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  if (given === undefined) {
    throw new DomainError(
      'unauthorized',
      'The Authorization header is missing; it must be "Bearer" and the admin token.',
    );
  }
  if (sameSecret(given, http.adminToken)) return 'admin';
  const subject = await http.access.verify(given, door);
  if (subject !== undefined) return subject;
  throw new DomainError('unauthorized', 'The token in the Authorization header is not valid for this Teal.');
}

/** In constant time. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
