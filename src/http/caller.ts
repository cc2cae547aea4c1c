import { readReason, reasonHeader } from '../arm/reason.ts';
import type { Caller } from '../control/commands/record.ts';
import { type Ask, header } from './answer.ts';

/** Who asks for a change of what, and why if the header says. Throws bad-argument for a reason that cannot be kept. */
export function callerOf(ask: Ask, objectId: string): Caller {
  return { actor: ask.actor, objectId, reason: readReason(header(ask, reasonHeader)) };
}
