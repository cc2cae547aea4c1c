import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, errorStatus } from '../arm/errors.ts';
import type { Log } from '../control/parts.ts';
import { DomainError } from '../domain/errors.ts';

/** The one place where errors become answers: what the client may know goes to the client, the rest to the log. */
export function refuse(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toDomain(error);
  const status = errorStatus(known);
  if (status >= 500) {
    log('error', known.log ?? known.message, {
      requestId: request.id,
      method: request.method,
      cause: stackOf(error),
    });
  }
  const { retryAfterSeconds } = known;
  return reply
    .code(status)
    .headers({
      'x-ms-request-id': request.id,
      // What is still to come of the body would stand before the next request.
      ...(request.raw.complete ? {} : { Connection: 'close' }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="teal"' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }),
    })
    .send(errorBody(known, request.id));
}

export function unknownRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0];
  const error = new DomainError('not-found', `There is no operation ${request.method} ${path}.`);
  return reply.code(404).header('x-ms-request-id', request.id).send(errorBody(error, request.id));
}

function toDomain(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  if (code === 'ENOSPC') {
    return new DomainError(
      'storage-full',
      'The disk is full; nothing was changed. Free some space and try again.',
      { cause: error },
    );
  }
  if (statusCode === 413)
    return new DomainError('too-large', 'The body is larger than the 4 MiB that are allowed here.', {
      cause: error,
    });
  if (statusCode !== undefined && statusCode < 500) {
    return new DomainError('bad-argument', `The request cannot be read: ${message ?? 'it is malformed'}.`, {
      cause: error,
    });
  }
  return new DomainError(
    'internal',
    'Something went wrong inside Teal; its log has the request id and the cause.',
    { cause: error },
  );
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
