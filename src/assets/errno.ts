import { DomainError } from '../domain/errors.ts';

/** The system's code of a failed call (`ENOENT`), or '' for anything else. */
export function errnoOf(cause: unknown): string {
  if (!(cause instanceof Error) || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}

/** Resolves to undefined when the call fails because there is nothing at its path. */
export async function unlessAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(cause))) return undefined;
    throw cause;
  }
}

/** What a failed write means to the client: a full disk and an over-long name have answers, the rest stays as it is. */
export function explained(cause: unknown, place: string): unknown {
  switch (errnoOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DomainError('storage-full', `There is no room left on the disk to keep ${place}.`, {
        cause,
      });
    case 'EFBIG':
      return new DomainError('too-large', `${place} is larger than the disk's file system allows.`, {
        cause,
      });
    case 'ENAMETOOLONG':
      return new DomainError('bad-argument', `${place} has a name that is too long for this machine.`, {
        cause,
      });
    default:
      return cause;
  }
}
