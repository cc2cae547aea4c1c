import { DomainError } from '../domain/errors.ts';

/** Turns a lost race into an answer: the row changed, went or came between reading it and writing it. */
export function requireOne(written: bigint | undefined, what: string): void {
  if (written === 1n) return;
  throw new DomainError(
    'precondition-failed',
    `The ${what} was changed by somebody else meanwhile; read it again and repeat your change.`,
  );
}
