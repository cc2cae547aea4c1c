/** When a failed attempt may be made again: only if no instance can have worked on the request. */
import type { ClientRequest } from 'node:http';

const MOST_CONNECTS = 3;
const MOST_RESETS = 2;
/** A kept connection that the instance had closed shows at once; a later reset is an instance that died at work. */
const STALE_WITHIN_MS = 1000;

export type Attempt = {
  readonly upstream: ClientRequest;
  readonly error: Error;
  /** How many were made, this one included. */
  readonly attempts: number;
  readonly openedAt: number;
};

/** The connection was never made. */
export function isUnconnected(error: Error): boolean {
  const syscall = 'syscall' in error ? error.syscall : undefined;
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

export function mayRetry(attempt: Attempt): boolean {
  if (isUnconnected(attempt.error)) return attempt.attempts < MOST_CONNECTS;
  if (!attempt.upstream.reusedSocket || attempt.attempts >= MOST_RESETS) return false;
  return performance.now() - attempt.openedAt < STALE_WITHIN_MS;
}
