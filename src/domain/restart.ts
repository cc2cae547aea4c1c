/** Deaths older than this say nothing about the next start. */
export const deathMemoryMs = 10 * 60_000;

/** A revision that never served is given up after this many rounds; one whose own script said no, after one. */
export const roundsBeforeGivingUp = 3;

const longestDelayMs = 60_000;
/** Instances that die within this time of one another die of one cause. */
const togetherMs = 100;

/** How often instances died, those that died together counted once: five copies of a bad script are one failure. */
export function rounds(deaths: readonly number[]): number {
  const sorted = [...deaths].sort((one, other) => one - other);
  return sorted.filter((at, index) => index === 0 || at - (sorted[index - 1] ?? at) > togetherMs).length;
}

/** Milliseconds since 1970 at which the next copy may start, from the history of deaths of one revision. */
export function nextStart(deaths: readonly number[], now: number): number {
  // A clock that was set back must not make anybody wait for a death in the future.
  const recent = deaths.map((at) => Math.min(at, now)).filter((at) => now - at < deathMemoryMs);
  const count = rounds(recent);
  if (count <= 1) return 0;
  return Math.max(...recent) + Math.min(1000 * 2 ** (count - 2), longestDelayMs);
}
