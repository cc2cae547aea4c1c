import type { StringMap } from '../../domain/workspace.ts';

/** How a fake instance behaves; its deployment's environment variables decide. */
export type Script = {
  readonly startMs: number;
  /** What its init() fails with; null when it succeeds. */
  readonly failInit: string | null;
  /** Milliseconds from ready to a crash; null for never. */
  readonly crashAfterMs: number | null;
  readonly scoreMs: number;
  readonly status: number;
};

const longestTimer = 2 ** 31 - 1;

/** Reads FAKE_START_MS, FAKE_FAIL_INIT, FAKE_CRASH_AFTER_MS, FAKE_SCORE_MS and FAKE_STATUS; nonsense counts as absent. */
export function scriptOf(variables: StringMap): Script {
  const status = whole(variables.FAKE_STATUS) ?? 200;
  return {
    startMs: whole(variables.FAKE_START_MS) ?? 0,
    failInit: variables.FAKE_FAIL_INIT ?? null,
    crashAfterMs: whole(variables.FAKE_CRASH_AFTER_MS) ?? null,
    scoreMs: whole(variables.FAKE_SCORE_MS) ?? 0,
    status: status >= 200 && status <= 599 ? status : 200,
  };
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Math.min(Number(text), longestTimer) : undefined;
}
