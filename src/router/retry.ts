/**
 * When a failed attempt may be made again: if no instance can have worked on the request, or if its endpoint allows that
 * one is made twice.
 */
import type { Failure } from './wire/upstream.ts';

const MOST_CONNECTS = 3;
const MOST_UNTAKEN = 2;

/** `attempts`: how many were made, the failed one included. `spare`: how many more there may be after a lost one. */
export function mayRetry(failure: Failure, attempts: number, spare: number): boolean {
  switch (failure) {
    case 'unconnected':
      return attempts < MOST_CONNECTS;
    case 'untaken':
      return attempts < MOST_UNTAKEN;
    case 'lost':
      return spare > 0;
    case 'crowded':
    case 'garbage':
      return false;
    default:
      return failure satisfies never;
  }
}
