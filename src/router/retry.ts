/** When a failed attempt may be made again: only if no instance can have worked on the request. */
import type { Failure } from './wire/upstream.ts';

const MOST_CONNECTS = 3;
const MOST_UNTAKEN = 2;

/** `attempts`: how many were made, the failed one included. */
export function mayRetry(failure: Failure, attempts: number): boolean {
  switch (failure) {
    case 'unconnected':
      return attempts < MOST_CONNECTS;
    case 'untaken':
      return attempts < MOST_UNTAKEN;
    case 'crowded':
    case 'lost':
    case 'garbage':
      return false;
    default:
      return failure satisfies never;
  }
}
