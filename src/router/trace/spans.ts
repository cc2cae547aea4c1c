/** Spans that are over, until control has read them: bounded, so that nobody who does not read costs more than this. */

/** Spans kept at most, and characters of all of them. */
export const MOST_SPANS = 8192;
export const MOST_TEXT = 16 * 1024 * 1024;
/** Spans told in one answer at most: requests wait while it is written. */
const MOST_TOLD = 256;
/** A clock that was set differs by more than a timer's grain, in ms. */
const JUMP_MS = 50;

export type Spans = {
  /** JSON texts by their number modulo the length; made with the first span, as most routers have none. */
  kept: (string | undefined)[];
  /** Characters of what is kept. */
  text: number;
  /** Number of the first that is kept, counted since the start. */
  first: number;
  /** Number of the next one. */
  next: number;
  /** Since the start: those for which there was no room. */
  dropped: number;
  /** Wall clock in ms when `performance.now()` was 0. */
  origin: number;
};

export function createSpans(): Spans {
  return { kept: [], text: 0, first: 0, next: 0, dropped: 0, origin: performance.timeOrigin };
}

export function keepSpan(spans: Spans, text: string): void {
  if (spans.next - spans.first === MOST_SPANS || spans.text + text.length > MOST_TEXT) {
    spans.dropped += 1;
    return;
  }
  spans.kept[spans.next % MOST_SPANS] = text;
  spans.text += text.length;
  spans.next += 1;
}

/** What the reader has of the process `boot`: all before number `from`. */
export type Had = { readonly boot: string; readonly from: number };

/**
 * Forgets what the reader has of this process (`boot`), and tells the next ones:
 * `{"boot","origin","first","dropped","more","spans"}`. Times in spans are ms since `origin`, itself in ms since 1970; `more`
 * says that not all fitted.
 */
export function reportSpans(spans: Spans, boot: string, had: Had | undefined): string {
  const from = had?.boot === boot ? Math.min(had.from, spans.next) : 0;
  for (; spans.first < from; spans.first += 1) {
    spans.text -= spans.kept[spans.first % MOST_SPANS]?.length ?? 0;
    spans.kept[spans.first % MOST_SPANS] = undefined;
  }
  const { first, dropped } = spans;
  const end = Math.min(spans.next, first + MOST_TOLD);
  const told: string[] = [];
  for (let at = first; at < end; at += 1) told.push(spans.kept[at % MOST_SPANS] ?? 'null');
  const facts = JSON.stringify({ boot, origin: originOf(spans), first, dropped, more: end < spans.next });
  return `${facts.slice(0, -1)},"spans":[${told.join(',')}]}`;
}

/** As exact as the first, until somebody sets the clock. */
function originOf(spans: Spans): number {
  const apart = Date.now() - (spans.origin + performance.now());
  if (Math.abs(apart) > JUMP_MS) spans.origin += apart;
  return spans.origin;
}
