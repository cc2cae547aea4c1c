import type { DomainError, ErrorCode } from '../domain/errors.ts';

export type ErrorBody = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly target?: string;
    readonly details: readonly {
      readonly code: string;
      readonly message: string;
      readonly target?: string;
    }[];
    readonly additionalInfo: readonly { readonly type: string; readonly info: { readonly value: string } }[];
  };
};

/** HTTP status and ARM code of every domain error; complete by type. */
const table: Readonly<Record<ErrorCode, { readonly status: number; readonly code: string }>> = {
  'bad-argument': { status: 400, code: 'UserError' },
  'bad-api-version': { status: 400, code: 'InvalidApiVersionParameter' },
  'no-api-version': { status: 400, code: 'MissingApiVersionParameter' },
  'bad-media-type': { status: 415, code: 'UnsupportedMediaType' },
  unauthorized: { status: 401, code: 'InvalidAuthenticationToken' },
  forbidden: { status: 403, code: 'Forbidden' },
  'not-found': { status: 404, code: 'ResourceNotFound' },
  exists: { status: 409, code: 'ResourceExists' },
  conflict: { status: 409, code: 'Conflict' },
  // Official SDKs know this conflict by its code and message, whatever the status.
  'immutable-asset': { status: 409, code: 'UserError' },
  'precondition-failed': { status: 412, code: 'PreconditionFailed' },
  'too-large': { status: 413, code: 'RequestBodyTooLarge' },
  unsupported: { status: 400, code: 'NotSupported' },
  'too-many-requests': { status: 429, code: 'TooManyRequests' },
  'storage-full': { status: 507, code: 'InsufficientStorage' },
  unavailable: { status: 503, code: 'ServiceUnavailable' },
  internal: { status: 500, code: 'InternalServerError' },
};

/** An error as ARM clients read it: `error` is an object, the innermost reasons are in `details`. */
export function errorBody(error: DomainError, requestId?: string): ErrorBody {
  return {
    error: {
      code: table[error.code].code,
      message: error.message,
      ...(error.target === undefined ? {} : { target: error.target }),
      details: error.details,
      additionalInfo: requestId === undefined ? [] : [{ type: 'RequestId', info: { value: requestId } }],
    },
  };
}

export function errorStatus(error: DomainError): number {
  return table[error.code].status;
}
