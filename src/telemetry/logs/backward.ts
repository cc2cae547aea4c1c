/** The lines of one writer's segments, from the newest to the oldest, however they grow and go meanwhile. */
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentFile, segmentNumbers } from './segments.ts';
import { reachBytes, type Shared, SharedLines } from './shared.ts';

/** What is before `offset` in a segment, and all older segments, is still to be read. */
export type Position = { readonly number: number; readonly offset: number };

/** `shared`: what others have, too; [] for most logs. */
export type Line = { readonly time: string; readonly text: string; readonly shared: readonly Shared[] };

/** Times of lines as they are written; `since` is in, `until` is not. */
export type TimeRange = { readonly since: string | undefined; readonly until: string | undefined };

export type BackwardOptions = {
  readonly folder: string;
  readonly name: string;
  /** Where an earlier reading ended; undefined begins at the end. */
  readonly from: Position | undefined;
  readonly range: TimeRange;
};

type Placed = Line & { readonly start: number };

const blockBytes = 256 * 1024;
/** Lines have a bound far below this: whatever has none is passed over. */
const longestLine = 4 * 1024 * 1024;
const newline = 0x0a;
/** `{"TimeGenerated":"2026-01-02T03:04:05.678Z"` */
const timeAt = 18;
const timeEnd = 42;
/** Of a segment that was not begun. */
const whole = Number.MAX_SAFE_INTEGER;

export class Backward {
  readonly #options: BackwardOptions;
  /** undefined: there was nothing from the beginning on. */
  position: Position | undefined;
  isOver = false;
  bytesRead = 0;
  #numbers: readonly number[] | undefined;
  /** Oldest first. */
  #buffer: Placed[] = [];

  constructor(options: BackwardOptions) {
    this.#options = options;
    this.position = options.from;
  }

  /** The next line; undefined until `load`, and when none is left. */
  peek(): Line | undefined {
    return this.#buffer.at(-1);
  }

  take(): void {
    const line = this.#buffer.pop();
    if (line !== undefined && this.position !== undefined) {
      this.position = { ...this.position, offset: line.start };
    }
  }

  /** Reads on. When it resolves there is a line, or none is left. */
  async load(): Promise<void> {
    const { folder, name } = this.#options;
    this.#numbers ??= await segmentNumbers(folder, name);
    while (this.#buffer.length === 0 && !this.isOver) {
      if (this.position !== undefined && this.position.offset > 0) await this.#read(this.position);
      else this.#goBack(this.position?.number ?? Number.POSITIVE_INFINITY);
    }
  }

  #goBack(from: number): void {
    const number = this.#numbers?.findLast((one) => one < from);
    if (number === undefined) this.isOver = true;
    else this.position = { number, offset: whole };
  }

  /** The end of what is left of a segment; all of it is passed over when its times are out of range. */
  async #read({ number, offset }: Position): Promise<void> {
    const { folder, name, range } = this.#options;
    this.position = { number, offset: 0 };
    const file = await open(join(folder, segmentFile(name, number))).catch(() => undefined);
    if (file === undefined) return;
    try {
      const end = Math.min(offset, (await file.stat()).size);
      const { lines, start } = await this.#block(file, end);
      const isFresh = offset === whole;
      if (isFresh && isOutside(await firstTime(file), lines.at(-1)?.time, range)) return;
      this.#buffer = lines;
      this.position = { number, offset: lines.length === 0 ? start : end };
    } finally {
      await file.close();
    }
  }

  /** At least one line, unless there is none, and where what is still to be read ends. */
  async #block(file: FileHandle, end: number): Promise<{ readonly lines: Placed[]; readonly start: number }> {
    for (let size = blockBytes; ; size *= 4) {
      const start = Math.max(0, end - size);
      const from = Math.max(0, start - reachBytes - 1);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - from), 0, end - from, from);
      this.bytesRead += bytesRead;
      const first = start === 0 ? 0 : buffer.indexOf(newline, start - from) + 1;
      const isCut = start > 0 && (first === 0 || first >= bytesRead);
      if (!isCut) return { lines: placed(buffer.subarray(0, bytesRead), first, from), start: from + first };
      if (size >= longestLine) return { lines: [], start };
    }
  }
}

/** The whole lines of requests from `first` on; `start` is where the bytes begin in their file. */
function placed(bytes: Buffer, first: number, start: number): Placed[] {
  const lines: Placed[] = [];
  const before = new SharedLines();
  for (let at = start === 0 ? 0 : bytes.indexOf(newline) + 1; at < bytes.length; ) {
    const end = bytes.indexOf(newline, at);
    if (end < 0) break;
    const text = bytes.toString('utf8', at, end);
    const shared = before.take(text) || at < first ? undefined : before.of(text);
    if (shared !== undefined) {
      lines.push({ time: text.slice(timeAt, timeEnd), text, shared, start: start + at });
    }
    at = end + 1;
  }
  return lines;
}

async function firstTime(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(timeEnd), 0, timeEnd, 0);
  return buffer.toString('latin1', timeAt, bytesRead);
}

/** A clock that was set while a segment was written shows in its ends, or it does not show at all. */
function isOutside(first: string, last: string | undefined, { since, until }: TimeRange): boolean {
  if (last === undefined || first > last) return false;
  return (since !== undefined && last < since) || (until !== undefined && first >= until);
}
