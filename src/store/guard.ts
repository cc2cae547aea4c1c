import { DomainError } from '../domain/errors.ts';

/** Turns a lost race into an answer: the row changed (or went) between reading it and writing it back. */
export function requireOne(updated: bigint, what: string): void {
  if (updated === 1n) return;
  throw new DomainError(
    'precondition-failed',
    `The ${what} was changed by somebody else meanwhile; read it again and repeat your change.`,
  );
}
