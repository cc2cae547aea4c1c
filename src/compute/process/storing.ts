import { DomainError } from '../../domain/errors.ts';

/** The system's code of a failed call (ENOENT, …); undefined for anything else that was thrown. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What to throw when writing below the home failed: storage-full when that is the reason. */
export function storageError(error: unknown, id: string): unknown {
  const code = systemCode(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new DomainError('storage-full', `There is no space left to start instance ${id}.`, { cause: error });
}
