import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';
import type { Http } from './answer.ts';
import type { Door } from './identity/access-tokens.ts';

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
