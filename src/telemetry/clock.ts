import { keptSecondsMs } from '../domain/metrics/ports.ts';

export type Times = {
  /** Wall clock in ms; it labels samples and may jump. */
  readonly now: () => number;
  /** In ms; never jumps. */
  readonly steady: () => number;
};

export type Step = {
  readonly wall: number;
  /** Since the last step, by the clock that does not jump. */
  readonly seconds: number;
  /** How far the wall clock was moved in between, in ms; 0 when it was not. */
  readonly jumpedMs: number;
  /** False for a while after a jump: nobody knows which time is right, and what is dropped as too old does not come back. */
  readonly trusted: boolean;
};

/** More between two steps is a clock that was set, not one that drifts. */
const jumpMs = 5000;

/** Tells at each call how much time went by. */
export function createSteps({ now, steady }: Times): () => Step {
  let last = { wall: now(), steady: steady() };
  let jumpedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const at = { wall: now(), steady: steady() };
    const apart = at.wall - last.wall - (at.steady - last.steady);
    const jumpedMs = Math.abs(apart) > jumpMs ? apart : 0;
    if (jumpedMs !== 0) jumpedAt = at.steady;
    const seconds = (at.steady - last.steady) / 1000;
    last = at;
    return { wall: at.wall, seconds, jumpedMs, trusted: at.steady - jumpedAt > keptSecondsMs };
  };
}
