/** Whether a lack of numbers says anything: not for a while after a start, nor after the clock was moved. */

/** More between two steps is a clock that was set, not one that drifts. */
const jumpMs = 5000;
const blindMs = { start: 60_000, jump: 300_000 } as const;

export type Trust = {
  /** How far the clock was moved since the last step, in ms; 0 when it was not. */
  step(): number;
  holds(): boolean;
};

export function createTrust({
  now,
  steady,
}: {
  readonly now: () => number;
  readonly steady: () => number;
}): Trust {
  let last = { wall: now(), steady: steady() };
  let from = steady() + blindMs.start;
  return {
    step: () => {
      const at = { wall: now(), steady: steady() };
      const apart = at.wall - last.wall - (at.steady - last.steady);
      last = at;
      if (Math.abs(apart) <= jumpMs) return 0;
      from = at.steady + blindMs.jump;
      return Math.round(apart);
    },
    holds: () => steady() >= from,
  };
}
