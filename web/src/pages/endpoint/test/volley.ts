/** The same request many times, a few at once, until all are answered or somebody stops it. */

/** One answer; `deployment` is '' when no deployment was chosen (401, 404). */
export type Shot = {
  readonly status: number;
  readonly deployment: string;
  readonly ms: number;
};

export type Volley = {
  readonly count: number;
  /** How many are under way at once. */
  readonly lanes: number;
  readonly signal: AbortSignal;
  readonly shoot: (signal: AbortSignal) => Promise<Shot>;
  /** Called with each answer as it comes. */
  readonly onShot: (shot: Shot) => void;
};

/** More says nothing new, and the page is no load generator. */
export const mostShots = 1000;

/**
 * Resolves when all are answered or it was stopped; answers that come after that are not counted. Throws what the first
 * failed request threw (nobody answers), and ends the others.
 */
export async function fire({ count, lanes, signal, shoot, onShot }: Volley): Promise<void> {
  let begun = 0;
  const broken = new AbortController();
  const both = AbortSignal.any([signal, broken.signal]);
  const lane = async (): Promise<void> => {
    while (begun < count && !both.aborted) {
      begun++;
      const shot = await shoot(both);
      if (!both.aborted) onShot(shot);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, count) }, lane));
  } catch (error) {
    if (signal.aborted) return;
    broken.abort();
    throw error;
  }
}
