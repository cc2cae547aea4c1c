import { pause } from './pause.ts';

/** How to follow a log: `tail` lines of what is there already (100), then a look every `intervalMs` (1000). */
export type Following = {
  readonly tail?: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
};

/** Between two looks, up to this many lines are seen. */
const windowLines = 2000;
const usualTail = 100;
const usualIntervalMs = 1000;

/** The lines of a log as they are written, until the loop is left or the signal is aborted (then its reason is thrown). */
export async function* followed(
  read: (tail: number) => Promise<string>,
  { tail = usualTail, intervalMs = usualIntervalMs, signal }: Following,
): AsyncGenerator<string, void> {
  let seen = linesOf(await read(windowLines));
  if (tail > 0) yield* seen.slice(-tail);
  for (;;) {
    await pause(intervalMs, signal);
    const now = linesOf(await read(windowLines));
    yield* newLines(seen, now);
    seen = now;
  }
}

/** What the second of two looks at the end of a growing log has more than the first; all of it when they share nothing. */
export function newLines(before: readonly string[], after: readonly string[]): readonly string[] {
  for (let gone = 0; gone < before.length; gone++) {
    const shared = before.length - gone;
    if (shared <= after.length && before.every((line, at) => at < gone || line === after[at - gone])) {
      return after.slice(shared);
    }
  }
  return after;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
