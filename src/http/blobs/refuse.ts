import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorStatus } from '../../arm/errors.ts';
import type { Log } from '../../control/parts.ts';
import { DomainError, type ErrorCode } from '../../domain/errors.ts';
import { refuse } from '../refuse.ts';
import { escaped } from './xml.ts';

/** Status and code by which Azure's storage clients tell errors apart; what is not named here is as for ARM. */
const table: Partial<Readonly<Record<ErrorCode, { readonly status?: number; readonly code: string }>>> = {
  'not-found': { code: 'BlobNotFound' },
  exists: { code: 'BlobAlreadyExists' },
  conflict: { code: 'InvalidBlobOrBlock' },
  unauthorized: { status: 403, code: 'AuthenticationFailed' },
  'bad-argument': { code: 'InvalidInput' },
  'too-large': { code: 'RequestBodyTooLarge' },
  'precondition-failed': { code: 'ConditionNotMet' },
  unsupported: { code: 'UnsupportedQueryParameter' },
};

/** An error as Azure's storage clients read it; they all send `x-ms-version`. Others get the JSON of ARM. */
export function refuseBlob(
  log: Log,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (request.headers['x-ms-version'] === undefined || !(error instanceof DomainError)) {
    return refuse(log, error, request, reply);
  }
  const known = table[error.code];
  const code = error.details[0]?.code ?? (error.target === 'container' ? 'ContainerNotFound' : known?.code);
  if (code === undefined) return refuse(log, error, request, reply);
  return reply
    .code(known?.status ?? errorStatus(error))
    .headers({ 'x-ms-error-code': code, 'x-ms-request-id': request.id, 'content-type': 'application/xml' })
    .send(
      `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${escaped(error.message)}</Message></Error>`,
    );
}
