import type { Probe } from './deployment.ts';

/** Streaks of one kind of probe of one instance. */
export type Streak = { readonly passed: number; readonly failed: number };

export const noStreak: Streak = { passed: 0, failed: 0 };

/** The streaks after one more probe. */
export function count(streak: Streak, ok: boolean): Streak {
  return ok ? { passed: streak.passed + 1, failed: 0 } : { passed: 0, failed: streak.failed + 1 };
}

/** Whether a streak has crossed one of its thresholds. */
export function crossed(streak: Streak, probe: Probe): 'up' | 'down' | 'neither' {
  if (streak.passed >= probe.successThreshold) return 'up';
  return streak.failed >= probe.failureThreshold ? 'down' : 'neither';
}

/** Milliseconds after which an instance that never got ready is given up: what the liveness probe would allow it. */
export function startDeadline(liveness: Probe): number {
  return (liveness.initialDelay + liveness.period * liveness.failureThreshold) * 1000;
}
