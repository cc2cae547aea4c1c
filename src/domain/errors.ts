/** Every way in which Teal says no, closed: `arm/errors.ts` maps each to an HTTP status and an ARM code. */
export type ErrorCode =
  | 'bad-argument'
  | 'bad-api-version'
  | 'no-api-version'
  | 'bad-media-type'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'exists'
  | 'conflict'
  | 'immutable-asset'
  | 'precondition-failed'
  | 'too-large'
  | 'unsupported'
  | 'too-many-requests'
  | 'storage-full'
  | 'unavailable'
  | 'internal';

/** One broken rule: `target` is the path of the field as the client wrote it. */
export type ErrorDetail = { readonly code: string; readonly message: string; readonly target?: string };

export type ErrorOptions = {
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
  readonly cause?: unknown;
  /** When to come back, for those who came too often. */
  readonly retryAfterSeconds?: number;
  /** A sentence for the log only; it may name paths and processes that a client must not see. */
  readonly log?: string;
};

/** The one error that crosses rooms. `message` is for the client: it names the field, the value and the rule. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly target: string | undefined;
  readonly details: readonly ErrorDetail[];
  readonly log: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.target = options.target;
    this.details = options.details ?? [];
    this.log = options.log;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
