import { DomainError } from '../../domain/errors.ts';

/** The preconditions of a write, as generations: the ETag of an object is its generation. */
export type Condition = {
  /** The generation the client has seen; '*' means that the object must exist. */
  readonly ifMatch?: string | undefined;
  /** Only '*' is allowed: the object must not exist. */
  readonly ifNoneMatch?: string | undefined;
};

/** Throws precondition-failed when the object is not what the client believes; `generation` is undefined when there is none. */
export function checkCondition(condition: Condition, generation: number | undefined, what: string): void {
  const { ifMatch, ifNoneMatch } = condition;
  if (ifNoneMatch !== undefined && generation !== undefined) {
    throw new DomainError(
      'precondition-failed',
      `The ${what} exists already, and If-None-Match asks that it does not.`,
      {
        target: 'If-None-Match',
      },
    );
  }
  if (ifMatch === undefined) return;
  if (generation === undefined || (ifMatch !== '*' && unquoted(ifMatch) !== String(generation))) {
    const now = generation === undefined ? 'it does not exist' : `its ETag is "${generation}"`;
    throw new DomainError(
      'precondition-failed',
      `If-Match is ${ifMatch}, but ${now}: the ${what} was changed meanwhile. Read it again and repeat your change.`,
      {
        target: 'If-Match',
      },
    );
  }
}

function unquoted(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}
