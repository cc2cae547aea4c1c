/** What a router worker answers to `GET /spans`. */

/** A request, or a copy of one, that is over; times in ms, `start` since the report's `origin`. */
export type RouterSpan = {
  readonly slot: number;
  readonly revision: number;
  readonly mode: 'live' | 'direct' | 'mirror';
  readonly method: string;
  /** Below the endpoint, without the query. */
  readonly path: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly status: number;
  readonly modelStatus: number;
  readonly failure: '' | 'client_closed' | 'answer_cut' | 'connection_failed';
  readonly attempts: number;
  readonly bodyBytes: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly state: string;
  readonly instance: string;
  readonly start: number;
  readonly ms: number;
  /** Until an instance had it. */
  readonly waitedMs: number;
  /** What the worker said; its clock began `monotonicOrigin` ms before the router's. */
  readonly run?: { readonly said: string; readonly monotonicOrigin: number };
};

export type SpansReport = {
  readonly boot: string;
  /** In ms since 1970. */
  readonly origin: number;
  /** Number of the first of `spans`. */
  readonly first: number;
  /** Since the worker began: those for which it had no room. */
  readonly dropped: number;
  /** There are others. */
  readonly more: boolean;
  readonly spans: readonly RouterSpan[];
};

/** Undefined when the text is no report. */
export function readSpans(text: string): SpansReport | undefined {
  try {
    const report = JSON.parse(text) as SpansReport;
    return typeof report.boot === 'string' && Array.isArray(report.spans) ? report : undefined;
  } catch {
    return undefined;
  }
}

/** run() as the worker saw it. */
export type Run = {
  readonly spanId: string;
  /** In ms, on the router's clock. */
  readonly start: number;
  readonly ms: number;
  /** Of the exception, if it raised one; frames `FILE:LINE in FUNCTION`, innermost last. */
  readonly fault: { readonly type: string; readonly frames: readonly string[] } | undefined;
};

const SAID = /^([0-9a-f]{16}) (\d{1,18}) (\d{1,18})(?: (\S+))?(?: (\S*))?$/;

/**
 * Undefined when the worker said nothing that makes sense: an instance may be anybody's program. The clock of an instance on
 * another machine is another one: then run() is put into the middle of the time that the instance had.
 */
export function runOf({ run, start, ms, waitedMs }: RouterSpan): Run | undefined {
  const [, spanId, began, lasted, type, frames = ''] = SAID.exec(run?.said ?? '') ?? [];
  if (run === undefined || spanId === undefined || /^0+$/.test(spanId)) return undefined;
  const runMs = Math.min(Number(lasted) / 1e6, ms);
  const told = Number(began) / 1e6 - run.monotonicOrigin;
  const fits = told >= start + waitedMs - GRAIN_MS && told + runMs <= start + ms + GRAIN_MS;
  const middle = start + waitedMs + Math.max(0, ms - waitedMs - runMs) / 2;
  return {
    spanId,
    start: fits ? told : middle,
    ms: runMs,
    fault: type === undefined ? undefined : { type: decoded(type), frames: frames.split(',').map(decoded) },
  };
}

/** What two looks at the same clock may differ by. */
const GRAIN_MS = 0.5;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
