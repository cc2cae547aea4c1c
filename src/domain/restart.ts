/** Deaths older than this say nothing about the next start. */
export const deathMemoryMs = 10 * 60_000;

const longestDelayMs = 60_000;

/** Milliseconds since 1970 at which the next copy may start, from the history of deaths of one revision. */
export function nextStart(deaths: readonly number[], now: number): number {
  const recent = deaths.filter((at) => now - at < deathMemoryMs);
  if (recent.length <= 1) return 0;
  const last = Math.max(...recent);
  return last + Math.min(1000 * 2 ** (recent.length - 2), longestDelayMs);
}

/** A revision that never served is given up after this many deaths; one whose own script said no, after one. */
export const deathsBeforeGivingUp = 3;
