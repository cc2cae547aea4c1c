import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../domain/errors.ts';

/** Checks `Authorization: Bearer <admin token>` in constant time; returns who asks. Throws unauthorized. */
export function checkAdmin(adminToken: string, authorization: string | undefined): string {
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  if (given === undefined) {
    throw new DomainError(
      'unauthorized',
      'The Authorization header is missing; it must be "Bearer" and the admin token.',
    );
  }
  if (timingSafeEqual(digest(given), digest(adminToken))) return 'admin';
  throw new DomainError('unauthorized', 'The token in the Authorization header is not valid for this Teal.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
